import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, tokenFor } from '../gateway.fixture.ts'
import { nameRow, threadCommentRow, threadTurnRow } from '../rows.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-03-20T00:00:00Z') })

const first = { repository_id: 1, number: 3 }
const second = { repository_id: 2, number: 9 }
const at = (time: string) => new Date(`2026-03-${time}:00Z`)

/**
 * Six threads. 10: resolved after an hour, opened again, resolved after three hours, told by two hooks. 20: two people
 * and a bot answer, never resolved. 30: resolved after two hours, by receipt. 40: of the other repository, unresolved
 * and old. 50: by a bot. 60: its comments are all deleted.
 */
beforeAll(async () => {
  const ten = { ...first, thread_id: 10 }
  const thirty = { ...first, thread_id: 30 }
  const comment = threadCommentRow
  await gateway.insert('deliveries', {
    repository_names: [
      nameRow(1, 'acme/api', '2026-01-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-01-01T00:00:00Z'),
    ],
  })
  const twenty = { ...first, thread_id: 20 }
  const comments = [
    comment(ten, 10, at('18T10:00')),
    comment(twenty, 20, at('18T11:00')),
    comment(twenty, 21, at('18T11:05'), { author: 'ci[bot]', author_type: 'Bot' }),
    comment(twenty, 22, at('18T11:10')),
    comment(twenty, 23, at('18T11:30'), { author: 'mona' }),
    comment(twenty, 24, at('18T11:40'), { author: 'mona', deleted: 1 }),
    comment(thirty, 30, at('18T12:00'), { author: 'Ada' }),
    comment({ ...second, thread_id: 40 }, 40, at('01T00:00'), { author: 'ada' }),
    comment({ ...second, thread_id: 50 }, 50, at('19T12:00'), { author: 'ci[bot]', author_type: 'Bot' }),
    comment({ ...second, thread_id: 60 }, 60, at('19T13:00'), { deleted: 1 }),
  ]
  const late = { at: at('18T14:00'), time_source: 'receipt' }
  const turns = [
    threadTurnRow(ten, at('18T11:00'), 'resolved'),
    // Told again by another hook, a moment later.
    { ...threadTurnRow(ten, at('18T11:00'), 'resolved'), observed_at: new Date('2026-03-18T11:00:00.400Z') },
    threadTurnRow(ten, at('18T12:00'), 'unresolved'),
    threadTurnRow(ten, at('18T13:00'), 'resolved', 'ada'),
    { ...threadTurnRow(thirty, at('18T12:00'), 'resolved'), ...late },
  ]
  // Out of order, some of it twice, a copy without the deletion.
  const again = [...comments].reverse().map((row) => ({ ...row, deleted: 0 }))
  await gateway.insert('review-threads', {
    review_thread_comments: again,
    review_thread_turns: turns.toReversed(),
  })
  await gateway.insert('review-threads', {
    review_thread_comments: comments,
    review_thread_turns: turns.slice(1),
  })
})

interface Listed {
  readonly data: readonly Readonly<Record<string, unknown>>[]
  readonly metrics: Readonly<Record<string, unknown>>
  readonly page: { readonly next_cursor: string | null }
}

async function threads(query: string, as?: string): Promise<Listed> {
  const { status, body } = await gateway.ask(
    `/api/v1/comment-threads?${query}`,
    as === undefined ? {} : { as },
  )
  expect({ status, body }).toMatchObject({ status: 200 })
  return body as unknown as Listed
}

test('a thread that was opened again is resolved when it was resolved last', async () => {
  const { data } = await threads('repository=ACME/api&since=2026-03-18T10:00:00Z&until=2026-03-18T10:00:01Z')
  expect(data).toEqual([
    {
      ...{ id: 10, repository: 'acme/api', repository_id: 1, number: 3, path: 'README.md' },
      ...{ author: 'hubot', author_type: 'User', opened_at: '2026-03-18T10:00:00Z' },
      ...{ comments: 1, participants: ['hubot'] },
      ...{ first_reply_at: null, first_response_at: null, time_to_first_response_seconds: null },
      ...{ state: 'resolved', resolved_at: '2026-03-18T13:00:00.000Z', resolved_by: 'ada' },
      ...{ time_to_resolve_seconds: 3 * 3600, resolution_time_source: 'payload', reopened: 1 },
    },
  ])
})

test('the first response is by another person than who opened the thread; deleted comments do not count', async () => {
  const { data } = await threads('since=2026-03-18T11:00:00Z&until=2026-03-18T12:00:00Z')
  expect(data).toMatchObject([
    {
      ...{ id: 20, state: 'unresolved', comments: 4, participants: ['ci[bot]', 'hubot', 'mona'] },
      ...{ first_reply_at: '2026-03-18T11:05:00Z', first_response_at: '2026-03-18T11:30:00Z' },
      ...{ time_to_first_response_seconds: 1800, resolved_at: null, time_to_resolve_seconds: null },
    },
  ])
})

test('metrics of all threads, worked out by hand', async () => {
  // Five threads: 3 h and 2 h to resolve, so the median lies between them; one response after half an hour. Comments:
  // 1 + 4 + 1 + 1 + 1. Older than seven days and open: 40 alone.
  const { metrics } = await threads('')
  expect(metrics).toEqual({
    ...{ threads: 5, resolved: 2, resolution_rate: 0.4, reopened: 1, mean_comments: 1.6 },
    time_to_resolve_seconds: { p50: 9000, p75: 9900, p90: 10440, mean: 9000 },
    time_to_first_response_seconds: { p50: 1800, p75: 1800, p90: 1800, mean: 1800 },
    unresolved_older: { days: 7, threads: 1 },
  })
  expect((await threads('older_than_days=1')).metrics.unresolved_older).toEqual({ days: 1, threads: 2 })
})

const nothing = { p50: null, p75: null, p90: null, mean: null }

test('without threads there is nothing to say: null, not 0', async () => {
  const { data, metrics } = await threads('author=nobody')
  expect(data).toEqual([])
  expect(metrics).toEqual({
    ...{ threads: 0, resolved: 0, resolution_rate: null, reopened: 0, mean_comments: null },
    time_to_resolve_seconds: nothing,
    time_to_first_response_seconds: nothing,
    unresolved_older: { days: 7, threads: 0 },
  })
})

test.each<[string, number[]]>([
  ['', [50, 30, 20, 10, 40]],
  ['state=resolved', [30, 10]],
  ['state=unresolved', [50, 20, 40]],
  ['state=resolved&state=unresolved', [50, 30, 20, 10, 40]],
  ['author=ADA', [30, 40]],
  ['exclude_user=ADA&exclude_user=hubot', [50]],
  ['repository=acme/web', [50, 40]],
  ['repository=acme/never', []],
  ['since=2026-03-18T11:00:00Z&until=2026-03-18T12:00:01Z', [30, 20]],
  [`author=${encodeURIComponent("x') OR 1=1 --")}`, []],
])('the filter %s, in pages too', async (query, expected) => {
  const whole = await threads(query)
  expect(whole.data.map(({ id }) => id)).toEqual(expected)
  const walked: unknown[] = []
  let cursor: string | null = null
  do {
    const next: Listed = await threads(`${query}&limit=1${cursor === null ? '' : `&cursor=${cursor}`}`)
    expect(next.metrics).toEqual(whole.metrics)
    walked.push(...next.data.map(({ id }) => id))
    cursor = next.page.next_cursor
  } while (cursor !== null)
  expect(walked).toEqual(expected)
})

test('who may see one repository sees its threads alone, in the metrics too', async () => {
  const { data, metrics } = await threads('', await tokenFor(['acme/web']))
  expect(data.map(({ id }) => id)).toEqual([50, 40])
  expect(metrics.threads).toBe(2)
})

test.each(['older_than_days=-1', 'older_than_days=x', 'state=open', 'cursor=bm90aGluZw'])(
  '%s is a 400',
  async (query) => {
    expect(await gateway.ask(`/api/v1/comment-threads?${query}`)).toMatchObject({ status: 400 })
  },
)
