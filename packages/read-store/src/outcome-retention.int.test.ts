import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Store } from './client.ts'
import { openJournal } from './journal.ts'
import { defineQuery } from './named-query.ts'
import { setOutcomeRetention } from './retention.ts'
import { openMigratedStore } from './store.fixture.ts'

const stack = new AsyncDisposableStack()
let store: Store

beforeAll(async () => {
  store = await openMigratedStore(stack)
})

afterAll(() => stack.disposeAsync())

const DAY_MS = 86_400_000

const kept = defineQuery({
  name: 'test.outcomes',
  parameters: z.object({}),
  row: z.object({ message: z.string(), projection: z.string() }),
  render: () => ({
    sql: 'SELECT message_id AS message, projection FROM outcomes ORDER BY message, projection',
    values: {},
  }),
})

const changes = defineQuery({
  name: 'test.mutations',
  parameters: z.object({}),
  row: z.object({ mutations: z.number() }),
  render: () => ({
    sql: "SELECT count() AS mutations FROM system.mutations WHERE table = 'outcomes'",
    values: {},
  }),
})

const keptNow = async () => {
  await store.command('merge', 'OPTIMIZE TABLE octometer.outcomes FINAL')
  const rows = await store.query(kept, {})
  return rows.map(({ message, projection }) => `${message} ${projection}`)
}
const mutations = async () => (await store.query(changes, {}))[0]?.mutations

const ofDays = (message: string, days: number) =>
  ['counters', 'deliveries'].map(
    (projection) =>
      `('${message}', '${projection}', '', (3, 'projected', '', 1), now() - toIntervalSecond(${days} * 86400 + 60))`,
  )

test('outcomes go when their time is over, those of the archive a day before the others', async () => {
  const result = { rank: 3, outcome: 'projected', reason: '', rows: 1 }
  await openJournal(store).writeOutcomes([
    { message_id: 'now', projection: 'deliveries', generation: '', result },
    // Written again: it counts from then.
    { message_id: 'old', projection: 'checks', generation: '', result },
  ])
  const old = [...ofDays('old', 31), ...ofDays('mid', 30), ...ofDays('new', 29)]
  old.push("('old', 'checks', '', (2, 'ignored', '', 0), now() - toIntervalDay(90))")
  await store.command(
    'insert outcomes',
    `INSERT INTO octometer.outcomes (message_id, projection, generation, result, written_at) VALUES ${old.join(', ')}`,
  )
  const everything = await keptNow()
  expect(everything).toHaveLength(8)
  await setOutcomeRetention(store, null)
  expect(await keptNow()).toEqual(everything)
  await setOutcomeRetention(store, 30 * DAY_MS)
  const left = ['mid counters', 'new counters', 'new deliveries', 'now deliveries', 'old checks']
  await expect.poll(keptNow, { timeout: 10_000 }).toEqual(left)
  const before = await mutations()
  await setOutcomeRetention(store, 30 * DAY_MS)
  expect(await mutations()).toBe(before)
  await setOutcomeRetention(store, 10 * DAY_MS)
  await expect.poll(keptNow, { timeout: 10_000 }).toEqual(['now deliveries', 'old checks'])
  await setOutcomeRetention(store, null)
  await store.command(
    'insert outcomes',
    `INSERT INTO octometer.outcomes (message_id, projection, generation, result, written_at) VALUES ${ofDays('old', 31).join(', ')}`,
  )
  expect(await keptNow()).toEqual(['now deliveries', 'old checks', 'old counters', 'old deliveries'])
})
