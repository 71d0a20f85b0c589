import type { JsonObject } from './json.ts'
import type { Account, Person, Repository } from './model.ts'
import type { Oracle } from './oracle.ts'
import type { Random } from './random.ts'

/** A course of events, told as it happens: each value yielded is the instant at which it goes on. */
export type Life = Generator<number, void, void>

/** One event as a life tells it. */
export interface Happening {
  readonly event: string
  readonly payload: JsonObject
  readonly repository?: Repository
  /** In place of the repository's ordinary object: a push has another. */
  readonly repositoryObject?: JsonObject
  /** Whose hook sends an event that has no repository. */
  readonly account?: Account
  /** Null writes `sender: null`. */
  readonly sender: Person | null
}

export interface Cast {
  readonly people: readonly Person[]
  readonly accounts: readonly Account[]
  readonly repositories: readonly Repository[]
}

const firstIds = {
  pull: 2_150_000_000,
  issue: 2_900_000_000,
  review: 2_400_000_000,
  comment: 3_100_000_000,
  reviewComment: 2_000_000_000,
  suite: 36_000_000_000,
  run: 41_000_000_000,
  workflowRun: 14_500_000_000,
  deployment: 2_300_000_000,
  deploymentStatus: 5_100_000_000,
  release: 190_000_000,
  status: 35_500_000_000,
  other: 4_700_000_000,
} as const

export type IdKind = keyof typeof firstIds

/** Hands out ids: increasing, and past 32 bits where GitHub's own are. */
export function createIds(random: Random): (kind: IdKind) => number {
  const last = new Map<IdKind, number>()
  return (kind) => {
    const id = (last.get(kind) ?? firstIds[kind]) + random.int(1, 900)
    last.set(kind, id)
    return id
  }
}

export interface World extends Cast {
  readonly random: Random
  readonly start: number
  readonly end: number
  /** The instant that the running life has reached: a whole second, in milliseconds UTC. */
  now(): number
  id(kind: IdKind): number
  /** Sends the event, and tells the oracle with `record` unless the workload is complete already. */
  deliver(happening: Happening, record?: (oracle: Oracle) => void): void
  /** Starts a life beside the one that runs. */
  spawn(life: Life): void
  /** About `median` milliseconds from now, when this person is at work; a later second than now. */
  later(person: Person, median: number): number
  /** About `median` milliseconds from now, as machines do; a later second than now. */
  soon(median: number): number
}
