import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  inRepositories,
  MERGED,
  noneOfAnyCase,
  noneOfTexts,
  oneOf,
  oneOfAnyCase,
  repositoryIds,
  rowTime,
  second,
  timeRange,
  toSecond,
  where,
} from './conditions.ts'

/** Threads by when they were opened, who opened them, and whether they are `resolved` or `unresolved` now. */
export const threadFilters = { authors: anyOfTexts, without: noneOfTexts, states: anyOfTexts }
const filters = { ...timeRange, repositories: repositoryIds, ...threadFilters }

interface ThreadFilters {
  readonly since: Date | null
  readonly until: Date | null
  readonly repositories: readonly number[] | null
  readonly authors: readonly string[] | null
  /** Authors that are left out, in lower case. */
  readonly without: readonly string[]
  readonly states: readonly string[] | null
}

const KEY = 'repository_id, number, thread_id'

/** The threads that fit, with what filters and metrics need of them. One whose comments are all deleted is none. */
export function askedThreads(wanted: ThreadFilters, more: readonly (Condition | null)[] = []): RenderedQuery {
  const { repositories, since, until, authors, without, states } = wanted
  const among = where([inRepositories(repositories)])
  const fits = where([
    { sql: 's.comments > 0', values: {} },
    since && { sql: `s.opened_at >= ${second('since')}`, values: { since: toSecond(since) } },
    until && { sql: `s.opened_at < ${second('until')}`, values: { until: toSecond(until) } },
    oneOfAnyCase("ifNull(s.author, '')", 'authors', authors),
    noneOfAnyCase("ifNull(s.author, '')", without),
    oneOf("if(s.resolved, 'resolved', 'unresolved')", 'states', states),
    ...more,
  ])
  return {
    sql: `
      SELECT ${KEY}, s FROM (SELECT ${KEY}, state AS s FROM review_threads ${among.sql})
      ${fits.sql}`,
    values: { ...among.values, ...fits.values },
  }
}

const TO_RESOLVE = `if(isNull(s.resolved_at), NULL,
  greatest(0, toUnixTimestamp64Milli(assumeNotNull(s.resolved_at)) / 1000 - toUnixTimestamp(s.opened_at)))`
const TO_RESPOND = 'toFloat64(s.first_response_at - s.opened_at)'

const place = z.object({ opened_at: z.date(), repository_id: z.int().min(0), thread_id: z.int().min(0) })
const seconds = z.number().nullable()

const threadRow = z.object({
  repository_id: z.number(),
  number: z.number(),
  thread_id: z.number(),
  state: z.object({
    opened_at: rowTime,
    comments: z.number(),
    author: z.string().nullable(),
    first_response_at: rowTime.nullable(),
    resolved: z.boolean(),
    resolved_at: rowTime.nullable(),
    reopened: z.number(),
  }),
  detail: z.object({
    author_type: z.string(),
    path: z.string(),
    participants: z.array(z.string()),
    first_reply_at: rowTime.nullable(),
    resolved_by: z.string().nullable(),
    time_source: z.enum(['payload', 'receipt', '']),
  }),
  time_to_resolve: seconds,
  time_to_first_response: seconds,
})

export type ReviewThreadRow = z.output<typeof threadRow>

/** Threads, the last opened first: found by what the filters need, then read whole. */
export const reviewThreadPage = defineQuery({
  name: 'review_threads.page',
  parameters: z.object({ ...filters, after: place.nullable(), limit: z.int() }),
  row: threadRow,
  render: ({ after, limit, ...wanted }) => {
    const { sql, values } = askedThreads(wanted, [afterPlace(after)])
    const order = 'ORDER BY s.opened_at DESC, repository_id DESC, thread_id DESC'
    return {
      sql: `
        SELECT ${KEY}, s AS state, detail, ${TO_RESOLVE} AS time_to_resolve, ${TO_RESPOND} AS time_to_first_response
        FROM (
          SELECT ${KEY}, state AS s, detail FROM review_threads
          WHERE (${KEY}) IN (SELECT ${KEY} FROM (${sql}) ${order} LIMIT {limit:UInt32}))
        ${order} ${MERGED}`,
      values: { ...values, limit },
    }
  },
})

function afterPlace(after: z.output<typeof place> | null): Condition | null {
  if (after === null) return null
  return {
    sql: `(s.opened_at, repository_id, thread_id) < (${second('after_time')}, {after_repository:UInt64}, {after_thread:UInt64})`,
    values: {
      after_time: toSecond(after.opened_at),
      after_repository: after.repository_id,
      after_thread: after.thread_id,
    },
  }
}

const distribution = z.object({ p50: seconds, p75: seconds, p90: seconds, mean: seconds })

/** The same threads as numbers; `older_than` says which unresolved ones are old. */
export const reviewThreadMetrics = defineQuery({
  name: 'review_threads.metrics',
  parameters: z.object({ ...filters, older_than: z.date() }),
  row: z.object({
    threads: z.number(),
    resolved: z.number(),
    reopened: z.number(),
    comments: z.number(),
    unresolved_older: z.number(),
    time_to_resolve: distribution,
    time_to_first_response: distribution,
  }),
  render: ({ older_than, ...wanted }): RenderedQuery => {
    const { sql, values } = askedThreads(wanted)
    return {
      sql: `
        SELECT count() AS threads, countIf(s.resolved) AS resolved, countIf(s.reopened > 0) AS reopened,
          sum(s.comments) AS comments,
          countIf(NOT s.resolved AND s.opened_at < ${second('older_than')}) AS unresolved_older,
          ${distributionOf(TO_RESOLVE)} AS time_to_resolve, ${distributionOf(TO_RESPOND)} AS time_to_first_response
        FROM (${sql}) ${MERGED}`,
      values: { ...values, older_than: toSecond(older_than) },
    }
  },
})

/** Percentiles between two values are interpolated; of no values they are null. */
function distributionOf(expression: string): string {
  const quantile = (level: number) => `round(quantileExactInclusiveOrNull(${level})(${expression}), 3)`
  const fields = [quantile(0.5), quantile(0.75), quantile(0.9), `round(avgOrNull(${expression}), 3)`]
  const type =
    'Tuple(p50 Nullable(Float64), p75 Nullable(Float64), p90 Nullable(Float64), mean Nullable(Float64))'
  return `CAST((${fields.join(', ')}), '${type}')`
}
