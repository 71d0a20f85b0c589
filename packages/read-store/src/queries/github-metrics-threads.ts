import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import { type Condition, inRepositories, MERGED, rowTime, where } from './conditions.ts'
import { type Receipts, receipts, receivedFrom, receivedTo, tenth } from './github-metrics-moments.ts'
import { within } from './github-metrics-received.ts'

const KEY = 'repository_id, number, thread_id'
const hours = z.number().nullable()

/** The place of the newest turn that happened in a range; 0: there is none. */
const newestTurn = (range: Receipts) => `arrayLastIndex(at -> ${within('at', range).sql}, r.turned_at)`

/** Of a thread whose newest turn, `newest`, is known. */
const OF_THREAD = `
  r.resolves[newest] AS is_resolved, if(is_resolved, toNullable(r.turned_at[newest]), NULL) AS resolved_at,
  (toUnixTimestamp64Milli(resolved_at) / 1000 - toUnixTimestamp(opened)) / 3600 AS resolution,
  (toInt64(toUnixTimestamp(r.first_reply_at)) - toInt64(toUnixTimestamp(opened))) / 3600 AS response`

/** Columns of threads that fit: those whose first comment was received, by `t.received_at`. */
function threads(
  columns: string,
  { repositories }: Receipts,
  only: readonly (Condition | null)[],
): RenderedQuery {
  const received = { sql: 'isNotNull(t.received_at)', values: {} }
  const { sql, values } = where([inRepositories(repositories), received, ...only])
  return { sql: `(SELECT ${columns} FROM review_threads AS t ${sql})`, values }
}

/**
 * Threads whose first comment was received in the range, as numbers, of all and by repository (`of_all`: of all); resolved
 * when the newest turn of the range says so. Hours are rounded to a tenth. `unresolved_before`: those that were received
 * before the range and are not resolved at its end.
 */
export const githubMetricsThreadTotals = defineQuery({
  name: 'github_metrics.thread_totals',
  parameters: z.object(receipts),
  row: z.object({
    of_all: z.boolean(),
    repository_id: z.number(),
    threads: z.number(),
    resolved: z.number(),
    avg_resolution: hours,
    median_resolution: hours,
    avg_response: hours,
    avg_comments: hours,
    unresolved_before: z.number(),
  }),
  render: (range) => {
    const columns = 'repository_id, t.opened_at AS opened, t.received_at AS received, receipts AS r'
    const { sql, values } = threads(columns, range, [receivedTo('t.received_at', range.to)])
    const [isIn, newestBefore] =
      range.from === null
        ? ['1', 'newest']
        : [within('received', { ...range, to: null }).sql, newestTurn({ ...range, from: null })]
    const of = (value: string) => `if(is_in, ${value}, NULL)`
    return {
      sql: `
        SELECT toBool(grouping(repository_id) = 1) AS of_all, repository_id, countIf(is_in) AS threads,
          countIf(is_in AND is_resolved) AS resolved, ${tenth(`avgOrNull(${of('resolution')})`)} AS avg_resolution,
          ${tenth(`quantileExactInclusiveOrNull(0.5)(${of('resolution')})`)} AS median_resolution,
          ${tenth(`avgOrNull(${of('response')})`)} AS avg_response, ${tenth(`avgOrNull(${of('r.all_comments')})`)} AS avg_comments,
          countIf(NOT is_in AND NOT r.resolves[newest_before]) AS unresolved_before
        FROM (
          SELECT repository_id, r, ${isIn} AS is_in, ${newestTurn(range)} AS newest, ${newestBefore} AS newest_before, ${OF_THREAD}
          FROM ${sql})
        GROUP BY GROUPING SETS ((), (repository_id)) HAVING of_all OR threads > 0
        ORDER BY threads DESC, repository_id ${MERGED}`,
      values: { ...values, ...within('', range).values },
    }
  },
})

/** One page, the thread that was opened last first: found by its receipts, then read whole. */
export const githubMetricsThreads = defineQuery({
  name: 'github_metrics.threads',
  parameters: z.object({ ...receipts, limit: z.int(), offset: z.int() }),
  row: z.object({
    repository_id: z.number(),
    number: z.number(),
    thread_id: z.number(),
    opened_at: rowTime,
    resolved_at: rowTime.nullable(),
    resolver: z.string().nullable(),
    node_id: z.string(),
    resolution: hours,
    response: hours,
    comments: z.number(),
    participants: z.array(z.string()),
    path: z.string(),
  }),
  render: ({ limit, offset, ...range }) => {
    const { sql, values } = threads(`${KEY}, t.opened_at AS opened`, range, [
      receivedFrom('t.received_at', range.from),
      receivedTo('t.received_at', range.to),
    ])
    const order = 'ORDER BY opened DESC, repository_id, thread_id DESC'
    const page = `SELECT ${KEY} FROM ${sql} ${order} LIMIT {limit:UInt32} OFFSET {offset:UInt32}`
    return {
      sql: `
        SELECT ${KEY}, opened AS opened_at, resolved_at, if(is_resolved, nullIf(d.turned_by[newest], ''), NULL) AS resolver,
          d.node_ids[newest] AS node_id, ${tenth('resolution')} AS resolution, ${tenth('response')} AS response,
          r.all_comments AS comments, d.participants AS participants, d.path AS path
        FROM (
          SELECT ${KEY}, opened, r, d, ${newestTurn(range)} AS newest, ${OF_THREAD}
          FROM (
            SELECT ${KEY}, t.opened_at AS opened, receipts AS r, detail AS d FROM review_threads AS t WHERE (${KEY}) IN (${page})))
        ${order} ${MERGED}`,
      values: { ...values, limit, offset },
    }
  },
})
