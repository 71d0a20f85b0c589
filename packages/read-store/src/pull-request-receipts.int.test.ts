import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { Store } from './client.ts'
import { type GenerationStore, openGeneration } from './generation-store.ts'
import { defineQuery } from './named-query.ts'
import { readModelOf } from './read-models.ts'
import { openMigratedStore } from './store.fixture.ts'
import type { PullRequestTimelineRow } from './tables/pull-requests.ts'

const stack = new AsyncDisposableStack()
let store: Store
let tables: GenerationStore

beforeAll(async () => {
  store = await openMigratedStore(stack)
  tables = openGeneration(store, readModelOf('pull-requests'), 'g1', { timezone: 'UTC' })
})

beforeEach(async () => {
  await tables.drop()
  await tables.create()
})

afterAll(() => stack.disposeAsync())

const at = (time: string) => new Date(`2026-03-02T${time}:00.000Z`)

function moment(action: string, time: string, more: Partial<PullRequestTimelineRow> = {}) {
  return {
    ...{
      repository_id: 7,
      number: 5,
      at: at(time),
      action,
      subject: '',
      actor: 'mona',
      time_source: 'payload',
    },
    ...{ received_at: at(time), author: 'Ada', state: 'open', commits: null, head_sha: '', ...more },
  }
}

const own = { commits: 2, head_sha: 'abc' }
const opened = moment('opened', '10:00', { ...own, actor: 'Ada' })
/**
 * Opened at 10:00; reviewed by the author herself at 10:10, by mona at 10:20, who requests changes at 10:30 and edits that at
 * 10:40; two labels name ada, one bob; merged at 11:00, told before all the rest by a hook that was slow.
 */
const life: readonly PullRequestTimelineRow[] = [
  opened,
  moment('review_commented', '10:10', { subject: '1', actor: 'ADA' }),
  moment('review_commented', '10:20', { subject: '2' }),
  moment('review_changes_requested', '10:30', { subject: '3', author: 'ada' }),
  moment('review_edited', '10:40', { subject: '3', actor: null }),
  moment('labeled', '10:50', { ...own, subject: 'approved-ada' }),
  moment('labeled', '10:51', { ...own, subject: 'lgtm-bob-' }),
  moment('labeled', '10:52', { ...own, subject: 'CI-Verified' }),
  moment('merged', '11:00', { ...own, commits: 3, state: 'merged', received_at: at('09:00') }),
]

const served = defineQuery({
  name: 'test.receipts',
  parameters: z.object({}),
  row: z.object({ text: z.string() }),
  render: () => ({
    sql: 'SELECT toJSONString(tuple(* EXCEPT version)) AS text FROM octometer.pull_request_receipts__g1 FINAL ORDER BY repository_id, number',
    values: {},
  }),
})

const rows = async () => (await store.query(served, {})).map(({ text }) => text)

async function write(batch: readonly PullRequestTimelineRow[]): Promise<void> {
  await tables.insert({ pull_request_timeline: batch })
  await tables.recount({ pull_request_timeline: batch })
}

const columns = (names: string) =>
  defineQuery({
    name: 'test.columns',
    parameters: z.object({}),
    row: z.record(z.string(), z.unknown()),
    render: () => ({ sql: `SELECT ${names} FROM octometer.pull_request_receipts__g1 FINAL`, values: {} }),
  })

test('one row has what was received of a pull request, worked out by hand', async () => {
  await write(life)
  const [times] = await store.query(
    columns(
      'opened_at, opened_received, first_review_at, changes_requested_at, approved_at, verified_at, ended_at, author',
    ),
    {},
  )
  expect(times).toEqual({
    ...{ opened_at: '2026-03-02T10:00:00Z', opened_received: '2026-03-02T10:00:00.000Z', author: 'ada' },
    ...{ first_review_at: '2026-03-02T10:20:00Z', changes_requested_at: '2026-03-02T10:30:00Z' },
    ...{ approved_at: '2026-03-02T10:50:00Z', verified_at: '2026-03-02T10:52:00Z' },
    ...{ ended_at: '2026-03-02T11:00:00Z' },
  })
  const [moments] = await store.query(
    columns(
      'shown, authors, commits, reviewers, review_kinds, label_logins, label_kinds, receipts[-1] AS last',
    ),
    {},
  )
  expect(moments).toEqual({
    shown: [5, 1, 1, 1, 1, 5, 5, 5, 7],
    authors: ['Ada', 'Ada', 'Ada', 'ada', 'Ada', 'Ada', 'Ada', 'Ada', 'Ada'],
    commits: [3, 0, 0, 0, 0, 3, 3, 3, 4],
    ...{ reviewers: ['ADA', 'mona', 'mona', ''], review_kinds: [1, 9, 13, 10] },
    ...{ label_logins: ['ada', 'bob-'], label_kinds: [1, 2], last: '2026-03-02T09:00:00.000Z' },
  })
})

test('in whatever order and however often moments are told, and rebuilt, the row is the same', async () => {
  // Another hook tells of the opening too, received earlier.
  const again = { ...opened, received_at: at('09:59') }
  await write([...life, again])
  const expected = await rows()
  for (const step of [1, 2, 4, 7]) {
    await tables.drop()
    await tables.create()
    const shuffled = life.map((_, index) => life[(index * step + 3) % life.length] ?? opened)
    await write(shuffled.slice(0, 4))
    await write([again])
    await write(shuffled.slice(2))
    await write(shuffled)
    expect(await rows()).toEqual(expected)
  }
  await tables.recountAll()
  expect(await rows()).toEqual(expected)
  expect(await tables.audit({ pull_request_timeline: life })).toEqual({ missing: 0, drifted: 0 })
})

test('a recount that knew less loses, though it is written last; the audit finds a row that says more', async () => {
  await write(life)
  const whole = await rows()
  await store.command('remember', 'CREATE TABLE octometer.older AS octometer.pull_request_receipts__g1')
  await tables.drop()
  await tables.create()
  await write(life.slice(0, 3))
  await store.command(
    'remember',
    'INSERT INTO octometer.older SELECT * FROM octometer.pull_request_receipts__g1',
  )
  await write(life)
  await store.command('late', 'INSERT INTO octometer.pull_request_receipts__g1 SELECT * FROM octometer.older')
  expect(await rows()).toEqual(whole)
  await store.command(
    'tamper',
    "INSERT INTO octometer.pull_request_receipts__g1 SELECT * REPLACE (version + 1 AS version, ['eve'] AS reviewers) FROM octometer.pull_request_receipts__g1 FINAL",
  )
  expect(await tables.audit({ pull_request_timeline: life })).toEqual({ missing: 0, drifted: 1 })
})
