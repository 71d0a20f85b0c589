import { isDeepStrictEqual } from 'node:util'
import type { Workload } from '@octometer/testkit'
import { askStore, counterTotals, type StoreAccess } from './ask-store.ts'
import { expectedPulls, storedPulls } from './compare-pulls.ts'

/** One thing that was compared with what the simulator says of it. */
export interface Comparison {
  readonly what: string
  /** How many things were expected. */
  readonly expected: number
  /** The first of those that differ, are missing or are too many; empty when all is equal. */
  readonly wrong: readonly string[]
}

/** Compares every read model with the simulator's own totals, after `guids` were accepted and projected. */
export async function compareWorkload(
  access: StoreAccess,
  { expected }: Pick<Workload, 'expected'>,
  guids: ReadonlySet<string>,
): Promise<readonly Comparison[]> {
  const counted = (totals: Readonly<Record<string, number>>) =>
    new Map(Object.entries(totals).filter(([, value]) => value > 0))
  const pulls = (list: ReturnType<typeof expectedPulls>) =>
    new Map(list.map((pull) => [`${pull.repository_id}#${pull.number}`, pull]))
  return [
    compare('deliveries in the archive', allOne(guids), await archived(access)),
    compare('deliveries projected', allOne(guids), await projectedDeliveries(access)),
    compare('counters', counted(expected.counters), counted(await counterTotals(access))),
    compare('counters by repository and day', factsByDay(expected.facts), await countersByDay(access)),
    compare('pull requests', pulls(expectedPulls(expected.pullRequests)), pulls(await storedPulls(access))),
    compare('API usage', usageByKey(expected.apiUsage.totals), await apiUsage(access)),
    compare('dead letters', new Map(), await deadLetters(access)),
  ]
}

const SHOWN = 3

function compare<T>(
  what: string,
  expected: ReadonlyMap<string, T>,
  got: ReadonlyMap<string, unknown>,
): Comparison {
  const wrong: string[] = []
  for (const key of new Set([...expected.keys(), ...got.keys()])) {
    if (isDeepStrictEqual(expected.get(key), got.get(key))) continue
    wrong.push(`${key}: ${difference(expected.get(key), got.get(key))}`)
  }
  const more = wrong.length > SHOWN ? [`and ${wrong.length - SHOWN} more`] : []
  return { what, expected: expected.size, wrong: [...wrong.slice(0, SHOWN), ...more] }
}

/** Of two objects only the fields that differ. */
function difference(expected: unknown, got: unknown): string {
  if (!isObject(expected) || !isObject(got)) return `expected ${show(expected)}, got ${show(got)}`
  return Object.keys({ ...expected, ...got })
    .filter((field) => !isDeepStrictEqual(expected[field], got[field]))
    .map((field) => `${field} expected ${show(expected[field])}, got ${show(got[field])}`)
    .join('; ')
}

const show = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value))

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const allOne = (guids: ReadonlySet<string>) => new Map([...guids].map((guid) => [guid, 1]))

function factsByDay(facts: Workload['expected']['facts']): ReadonlyMap<string, number> {
  const days = new Map<string, number>()
  for (const { counter, repositoryId, at } of facts) {
    if (counter === 'conflicts') continue
    const key = `${counter} ${repositoryId} ${new Date(at).toISOString().slice(0, 10)}`
    days.set(key, (days.get(key) ?? 0) + 1)
  }
  return days
}

interface Valued {
  readonly key: string
  readonly value: unknown
}

async function valued(access: StoreAccess, query: string): Promise<ReadonlyMap<string, unknown>> {
  const rows = await askStore<Valued>(access, query)
  return new Map(rows.map(({ key, value }) => [key, value]))
}

/** How many different payloads lie in the archive under each GUID: one. */
const archived = (access: StoreAccess) =>
  valued(access, 'SELECT guid AS key, uniqExact(payload) AS value FROM deliveries GROUP BY guid')

/** The GUIDs that the archive's projection has projected, each once by its id; it projects commands too, of which an audit log is made. */
const projectedDeliveries = (access: StoreAccess) =>
  valued(
    access,
    `SELECT message_id AS key, uniqExact(message_id) AS value FROM outcomes
     WHERE projection = 'deliveries' AND message_id NOT IN (SELECT command_id FROM commands)
     GROUP BY message_id HAVING max(result).outcome = 'projected'`,
  )

const countersByDay = (access: StoreAccess) =>
  valued(
    access,
    `SELECT concat(counter, ' ', toString(repository_id), ' ', toString(day)) AS key, max(value) AS value
     FROM counter_days GROUP BY counter, repository_id, day`,
  )

async function apiUsage(access: StoreAccess): Promise<ReadonlyMap<string, unknown>> {
  const rows = await askStore<{ readonly calls: number; readonly cost: number }>(
    access,
    `SELECT token_hash, resource, route, status, cached, sum(hour_calls) AS calls, sum(hour_cost) AS cost FROM (
       SELECT hour, token_hash, resource, method, route, status, cached, max(calls) AS hour_calls, max(cost) AS hour_cost
       FROM api_call_hours GROUP BY ALL)
     GROUP BY ALL`,
  )
  return usageByKey(rows)
}

function usageByKey(rows: readonly { readonly calls: unknown; readonly cost: unknown }[]) {
  return new Map(rows.map(({ calls, cost, ...key }) => [JSON.stringify(key), { calls, cost }]))
}

const deadLetters = (access: StoreAccess) =>
  valued(
    access,
    'SELECT dead_letter_id AS key, any(reason) AS value FROM dead_letters GROUP BY dead_letter_id',
  )
