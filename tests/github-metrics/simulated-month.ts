import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulateWorkload } from '@octometer/testkit'
import { inject } from 'vitest'
import { appendDeliveries } from '../support/append-deliveries.ts'
import { startAskedGateway } from '../support/ask-gateway.ts'
import type { StoreAccess } from '../support/ask-store.ts'
import { startTestSystem } from '../support/system.ts'
import { readArchive, type Scope } from './archive.ts'
import type { Teams } from './people.ts'

const deliveries = inject('monthDeliveries')
const repositories = Math.max(3, Math.round(deliveries / 2_000))
const workload = simulateWorkload({
  ...{ seed: 12, deliveries, start: new Date('2026-02-02T00:00:00Z'), days: 30 },
  ...{ repositories, people: 3 * repositories, organizations: Math.ceil(repositories / 4) },
  apiCalls: Math.ceil(deliveries / 4),
})
const range = { from: new Date('2026-02-09T07:00:00Z'), to: new Date('2026-02-20T18:30:00.250Z') }
const ids = workload.repositories.map(({ id }) => id)

/** All repositories and each one, of all time and of eleven days, with what a test calls them. */
export const scopes: readonly (readonly [name: string, scope: Scope])[] = [null, ...ids].flatMap(
  (repository, index) => {
    const of = repository === null ? 'all repositories' : `repository ${index}`
    return [
      [`${of}, all time`, { repository, range: null }],
      [`${of}, eleven days`, { repository, range }],
    ] as const
  },
)

const logins = [
  ...new Set(
    workload.expected.pullRequests.flatMap(({ reviews }) => reviews.flatMap(({ user }) => user ?? [])),
  ),
].sort()
const teamNames = ['sig-core', 'sig-web'] as const
const membersOf = (team: number) => logins.filter((_, index) => index % teamNames.length === team)

export const teams: Teams = {
  members: ids.flatMap((id) =>
    teamNames.flatMap((name, team) =>
      membersOf(team).map((login) => [id, login.toLowerCase(), name] as const),
    ),
  ),
}

function teamsFile(): string {
  const own = teamNames.map((name, team) => `  ${name}: ${JSON.stringify(membersOf(team))}`).join('\n')
  return workload.repositories.map(({ fullName }) => `${fullName}:\n${own}`).join('\n')
}

const receiptOf = new Map(workload.deliveries.map(({ guid, receivedAt }) => [guid, receivedAt]))

/** Calls of the API; what a delivery caused comes after it. */
export const calls = workload.apiCalls.map((call) => {
  const received = receiptOf.get(call.delivery_id ?? '')
  const at = received === undefined ? call.at : new Date(received.getTime() + 500).toISOString()
  return { ...call, at, delivery_id: call.delivery_id ?? null }
})

const nameOf = new Map(workload.repositories.map(({ id, fullName }) => [id, fullName]))

/** A scope as the parameters of a path. */
export function queryOf({ repository, range: within }: Scope, more = '', key = 'repositories'): string {
  const parts = [
    ...(repository === null ? [] : [`${key}=${encodeURIComponent(nameOf.get(repository) ?? '')}`]),
    ...(within === null
      ? []
      : [`start_time=${within.from.toISOString()}`, `end_time=${within.to.toISOString()}`]),
    ...(more === '' ? [] : [more]),
  ]
  return parts.join('&')
}

export interface Month extends AsyncDisposable {
  readonly access: StoreAccess
  /** The answer at a path of `/api/metrics/`. Throws unless it is 200. */
  ask<T>(path: string): Promise<T>
}

/** The month through log, projectors, store and gateway. */
export async function startMonth(natsServerBin: string | null): Promise<Month> {
  await using stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'octometer-teams-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'teams.yaml')
  writeFileSync(file, teamsFile())
  const system = stack.use(await startTestSystem({ natsServerBin }))
  const gateway = stack.use(
    await startAskedGateway(system, new Date('2026-04-01T00:00:00Z'), { OCTO_TEAMS_FILE: file }),
  )
  await using projectors = await system.startProjectors()
  await appendDeliveries(system.log, workload.deliveries)
  await system.appendApiCalls(calls)
  await projectors.caughtUp()
  await readArchive(system.access)
  const owned = stack.move()
  return {
    access: system.access,
    ask: async <T>(path: string) => {
      const { status, body } = await gateway.ask(`/api/metrics/${path}`)
      if (status !== 200) throw new Error(`${path} was answered ${status}: ${JSON.stringify(body)}`)
      return body as T
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
