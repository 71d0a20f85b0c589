import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Store } from './client.ts'
import { fillDeliveryCounts } from './fill-delivery-counts.ts'
import { openGeneration } from './generation-store.ts'
import { defineQuery } from './named-query.ts'
import { wholeArchiveIsCounted } from './queries/delivery-counts.ts'
import { deliveryTotals } from './queries/delivery-totals.ts'
import { githubMetricsSpread } from './queries/github-metrics-totals.ts'
import { readModelOf } from './read-models.ts'
import { openMigratedStore } from './store.fixture.ts'

const stack = new AsyncDisposableStack()
let store: Store

beforeAll(async () => {
  store = await openMigratedStore(stack)
})

afterAll(() => stack.disposeAsync())

interface Attempt {
  readonly guid: string
  readonly at: string
  readonly event?: string
  readonly repository?: number | null
}

const first = { guid: 'a', at: '2026-01-05T10:59:59.999Z' }
/** Six attempts at four deliveries: `a` again an hour later and a day later, `b` and `c` in one hour, `d` of no repository. */
const attempts: readonly Attempt[] = [
  first,
  { guid: 'a', at: '2026-01-05T11:00:00.000Z' },
  { guid: 'a', at: '2026-01-06T00:00:00.000Z' },
  { guid: 'b', at: '2026-01-05T10:00:00.000Z' },
  { guid: 'c', at: '2026-01-05T10:30:00.000Z', event: 'issues', repository: 8 },
  { guid: 'd', at: '2026-01-05T11:30:00.000Z', event: 'ping', repository: null },
]

function rowsOf(of: readonly Attempt[]) {
  const rows = of.map(({ guid, at, event = 'push', repository = 7 }) => ({
    ...{ guid, event, repository_id: repository, received_at: new Date(at), action: '', repository: '' },
    ...{ sender: guid === 'd' ? null : 'Ada', pull_request: null, hook_id: null, target_type: null },
    ...{ target_id: null, source: 'webhook', content_type: '', signature: null, trace_id: null },
    ...{ stream_sequence: 0, size: 1, payload: '{}', form_body: '' },
  }))
  return {
    deliveries: rows,
    delivery_receipts: rows.map(({ guid, received_at, repository_id, event }) => ({
      ...{ guid, received_at, repository_id, event },
    })),
  }
}

const tables = () => openGeneration(store, readModelOf('deliveries'), null, { timezone: 'UTC' })

/** As a projector writes a batch. */
async function write(batch: readonly Attempt[]): Promise<void> {
  const rows = rowsOf(batch)
  await tables().insert(rows)
  await tables().recount(rows)
}

async function clear(): Promise<void> {
  for (const table of ['deliveries', 'delivery_receipts', 'delivery_counts'])
    await store.command('clear', `TRUNCATE TABLE octometer.${table}`)
}

const counts = defineQuery({
  name: 'test.counts',
  parameters: z.object({}),
  row: z.object({ text: z.string() }),
  // How long it took is the archive's clock.
  render: () => ({
    sql: `
      SELECT concat(kind, ' ', formatDateTime(start, '%m-%d %H:%i', 'UTC'), ' ', toString(repository_id), ' ', event, ' ', name, ' ',
        toString(max(c.attempts)), ' ', replace(toString([arraySum(max(c.durations).times)]), '[0]', '[]'), ' ',
        toString(maxMap(c.by_hour).1), ' ', toString(maxMap(c.by_hour).2)) AS text
      FROM octometer.delivery_counts AS c WHERE kind NOT IN ('whole', 'hour_part', 'event_part', 'repository_part') GROUP BY kind, start, repository_id, event, name, shard ORDER BY text`,
    values: {},
  }),
})

const counted = async () => (await store.query(counts, {})).map(({ text }) => text.replaceAll(/ +/g, ' '))

const expected = [
  'again 01-05 11:00 7 push a 0 [] [] []',
  'again 01-06 00:00 7 push a 0 [] [] []',
  'event 01-05 10:00 0 issues 1 [] [] []',
  'event 01-05 10:00 0 push 2 [] [] []',
  'event 01-05 11:00 0 ping 1 [] [] []',
  'event 01-05 11:00 0 push 1 [] [] []',
  'event 01-06 00:00 0 push 1 [] [] []',
  'hour 01-05 10:00 0 3 [3] [] []',
  'hour 01-05 11:00 0 2 [2] [] []',
  'hour 01-06 00:00 0 1 [1] [] []',
  'repository 01-05 00:00 7 3 [] [] []',
  'repository 01-05 00:00 8 1 [] [] []',
  'repository 01-06 00:00 7 1 [] [] []',
  'sender 01-05 00:00 0 ada 0 [] [] []',
  'sender 01-06 00:00 0 ada 0 [] [] []',
]

test.each<[string, readonly (readonly Attempt[])[]]>([
  ['together', [attempts]],
  ['one by one', attempts.map((each) => [each])],
  ['the newest first', attempts.toReversed().map((each) => [each])],
  ['the first attempt last', [attempts.slice(1), [first]]],
  ['each twice', [...attempts, ...attempts].map((each) => [each])],
])('attempts that are archived %s give the same counts', async (_, batches) => {
  await clear()
  for (const batch of batches) await write(batch)
  expect(await counted()).toEqual(expected)
})

test('two projectors that write at once give the same counts, and so does counting all again', async () => {
  await clear()
  await Promise.all([write(attempts), write(attempts.toReversed())])
  expect(await counted()).toEqual(expected)
  await tables().recountAll()
  expect(await counted()).toEqual(expected)
})

test('a delivery counts in the hour of its first attempt: by counts as from the archive of its repositories', async () => {
  await clear()
  for (const batch of [attempts.slice(1), [first]]) await write(batch)
  const since = new Date('2026-01-05T10:00:00Z')
  const totals = async (repositories: readonly number[] | null) =>
    (await store.query(deliveryTotals, { since, repositories })).flatMap(({ level, hour, ...row }) =>
      level === 'event' ? [] : [[level === 'all' ? level : hour.slice(5, 13), row.attempts, row.deliveries]],
    )
  const all = [
    ['all', 6, 4],
    ['01-05T10', 3, 3],
    ['01-05T11', 2, 1],
    ['01-06T00', 1, 0],
  ]
  expect((await totals(null)).toSorted()).toEqual(all.toSorted())
  const ofOne = [
    ['all', 4, 2],
    ['01-05T10', 2, 2],
    ['01-05T11', 1, 0],
    ['01-06T00', 1, 0],
  ]
  expect((await totals([7])).toSorted()).toEqual(ofOne.toSorted())
})

test('an archive that stands already is counted once, whoever archives meanwhile', async () => {
  await clear()
  await tables().insert({ deliveries: rowsOf(attempts.slice(2)).deliveries })
  const [filled] = await Promise.all([fillDeliveryCounts(store), write(attempts.slice(0, 2))])
  expect(filled).toBe(true)
  expect(await counted()).toEqual(expected)
  expect(await fillDeliveryCounts(store)).toBe(false)
})

test('what an older program had counted is added up from its tenths of hours', async () => {
  await clear()
  await write(attempts)
  const counts = 'octometer.delivery_counts'
  await store.command(
    'as it was',
    `ALTER TABLE ${counts} DELETE WHERE kind = 'repository' SETTINGS mutations_sync = 2`,
  )
  await store.command(
    'as it was',
    `INSERT INTO ${counts} (kind, start, first_at) SELECT 'whole', toDateTime64(0, 3), toDateTime64(0, 3)`,
  )
  // Nothing of it is counted from the archive again.
  await store.command('empty', 'TRUNCATE TABLE octometer.deliveries')
  const isCounted = async () => (await store.query(wholeArchiveIsCounted, {}))[0]?.whole
  expect(await isCounted()).toBe(false)
  expect(await fillDeliveryCounts(store)).toBe(true)
  expect(await counted()).toEqual(expected)
  expect(await isCounted()).toBe(true)
  expect(await fillDeliveryCounts(store)).toBe(false)
})

const lengths = defineQuery({
  name: 'test.lengths',
  parameters: z.object({}),
  row: z.object({ kind: z.string(), text: z.string() }),
  render: () => ({
    sql: `
      SELECT kind, toString(max(c.durations).lengths) AS text FROM octometer.delivery_counts AS c
      WHERE kind IN ('hour', 'hour_part') GROUP BY kind, start ORDER BY kind`,
    values: {},
  }),
})

/** An attempt of ten o'clock that took so many milliseconds. */
async function archive(guid: string, took: number): Promise<void> {
  await store.command(
    'archive',
    `INSERT INTO octometer.deliveries (guid, received_at, archived_at)
     SELECT '${guid}', toDateTime64('2026-01-05 10:00:00', 3, 'UTC') AS received, received + toIntervalMillisecond(${took})`,
  )
}

test('durations are exact up to ten seconds, and to three digits beyond', async () => {
  await clear()
  for (const [guid, took] of [1, 9_999, 10_000, 10_099, 123_456_789].entries()) await archive(`${guid}`, took)
  await tables().recountAll()
  const kept = '[1,9999,10000,123000000]'
  expect(await store.query(lengths, {})).toEqual([
    { kind: 'hour', text: kept },
    { kind: 'hour_part', text: kept },
  ])
})

test('how durations are spread is told by the last count of each hour, merged or not', async () => {
  await clear()
  const range = { from: new Date('2026-01-05'), to: new Date('2026-01-06'), repositories: null }
  const spread = async () => (await store.query(githubMetricsSpread, range))[0]
  for (const [guid, took] of [100, 300].entries()) await archive(`${guid}`, took)
  await tables().recountAll()
  expect(await spread()).toMatchObject({ attempts: 2, median: 200, longest: 300 })
  // 100, 300 and 500; then the first once more, which takes as long as the last time: 300, 400 and 500.
  await archive('2', 500)
  await tables().recountAll()
  expect(await spread()).toMatchObject({ attempts: 3, median: 300, longest: 500 })
  await archive('0', 400)
  await tables().recountAll()
  await tables().recountAll()
  expect(await spread()).toMatchObject({ attempts: 3, median: 400, longest: 500 })
})
