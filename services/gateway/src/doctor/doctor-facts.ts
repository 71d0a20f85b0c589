import { type ForwardingAnswer, type GitHubIdentity, identityRequest } from '@octometer/event-contracts'
import type { MachineFacts, Unreachable } from '@octometer/gateway-api'
import {
  deadLettersByProjection,
  lazyTables,
  listGenerations,
  readModels,
  type Store,
  storeMachine,
} from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'
import type { LogHealth } from '../gateway-log.ts'
import { askGitHub } from '../github/ask-github.ts'

export type ForwardingFacts = ForwardingAnswer

export interface GitHubFacts {
  readonly identities: readonly GitHubIdentity[]
}

export interface StoreFacts extends MachineFacts {
  readonly models: readonly ModelFacts[]
  readonly newestDelivery: Date | null
}

export interface ModelFacts {
  readonly projection: string
  readonly isBuilt: boolean
  /** Since when another generation is being filled; null when none is. */
  readonly buildingSince: Date | null
  /** Age of the oldest message that is not in it; null when unknown. */
  readonly lagSeconds: number | null
}

export interface DoctorFacts {
  readonly log: LogHealth | Unreachable
  readonly store: StoreFacts | Unreachable
  readonly forwarding: ForwardingFacts | Unreachable
  readonly github: GitHubFacts | Unreachable
  readonly now: Date
}

/** Who looks for what is wrong does not wait for a limit of GitHub. */
const GITHUB_DEADLINE_MS = 5_000

/** Asks the log, the store and GitHub; what does not answer is a fact too. */
export async function collectFacts(gateway: GatewayContext): Promise<DoctorFacts> {
  const [log, store, forwarding, github] = await Promise.all([
    orUnreachable(() => gateway.log.health()),
    orUnreachable(() => storeFacts(gateway)),
    orUnreachable(() => gateway.log.receivers()),
    orUnreachable(() => askGitHub(gateway, identityRequest, {}, GITHUB_DEADLINE_MS)),
  ])
  return { log, store, forwarding, github, now: gateway.now() }
}

async function orUnreachable<T>(ask: () => Promise<T>): Promise<T | Unreachable> {
  try {
    return await ask()
  } catch (error) {
    // Messages of these errors hold no secrets: they are written for logs.
    return { unreachable: error instanceof Error ? error.name : 'unknown' }
  }
}

async function storeFacts(gateway: GatewayContext): Promise<StoreFacts> {
  const { store, states } = gateway
  const [[machine], lazy, deadLetters, models, newestDelivery] = await Promise.all([
    store.query(storeMachine, {}),
    store.query(lazyTables, {}),
    store.query(deadLettersByProjection, {}),
    modelFacts(store, gateway),
    states.newestDelivery(),
  ])
  return {
    version: machine?.version ?? 'unknown',
    freeBytes: machine?.free_bytes ?? null,
    totalBytes: machine?.total_bytes ?? null,
    lazyTables: lazy.map(({ name }) => name),
    deadLetters,
    models,
    newestDelivery,
  }
}

async function modelFacts(store: Store, { states }: GatewayContext): Promise<readonly ModelFacts[]> {
  const generations = await listGenerations(store)
  return Promise.all(
    readModels.map(async ({ projection, ddl }) => {
      const own = generations.filter((each) => each.projection === projection)
      const building = own.find(({ status }) => status === 'building')
      const progress = await states.progressOf(projection)
      return {
        projection,
        isBuilt: ddl === null || own.some(({ status }) => status === 'live'),
        buildingSince: building === undefined ? null : new Date(building.since),
        lagSeconds: progress?.lagSeconds ?? null,
      }
    }),
  )
}
