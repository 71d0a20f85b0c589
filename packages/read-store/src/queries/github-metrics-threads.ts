import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import { inRepositories, rowTime, where } from './conditions.ts'
import {
  moments,
  PULL,
  type Receipts,
  receipts,
  receivedFrom,
  receivedTo,
  tenth,
} from './github-metrics-moments.ts'

const KEY = 'repository_id, number, thread_id'
const hours = z.number().nullable()

/** Rows of the pull requests that hold a range's threads; of all of them when the range has no beginning. */
function among({ repositories, from }: Receipts, roots: RenderedQuery): RenderedQuery {
  return where([
    inRepositories(repositories),
    from && { sql: `(${PULL}) IN (SELECT ${PULL} FROM ${roots.sql})`, values: roots.values },
  ])
}

/** The newest turn of each thread within a range, of turns each once, with the first that was told of it. */
function newestTurns({ from, to }: Receipts, filter: RenderedQuery): RenderedQuery {
  const within = where([receivedFrom('happened', from), receivedTo('happened', to)])
  return {
    sql: `
      SELECT ${KEY}, argMax((action, happened, actor, node_id), (happened, observed_at, action)) AS turn, true AS turned
      FROM (
        SELECT ${KEY}, observed_at, action, t.at AS happened, t.actor AS actor, t.node_id AS node_id
        FROM review_thread_turns AS t ${filter.sql} SETTINGS final = 1) ${within.sql} GROUP BY ${KEY}`,
    values: { ...filter.values, ...within.values },
  }
}

/** Threads whose first comment was received in the range; resolved when the newest turn of the range says so. */
function threads(range: Receipts): RenderedQuery {
  const roots = moments(range, "action = 'review_comment'")
  const written = among(range, roots)
  const newest = newestTurns(range, written)
  return {
    sql: `
      SELECT ${KEY}, opened_at, comments, first_reply_at, participants, path,
        turned AND turn.1 = 'resolved' AS is_resolved, if(is_resolved, toNullable(turn.2), NULL) AS resolved_at,
        if(is_resolved, turn.3, NULL) AS resolver, turn.4 AS node_id,
        (toUnixTimestamp64Milli(resolved_at) / 1000 - toUnixTimestamp(opened_at)) / 3600 AS resolution,
        (toInt64(toUnixTimestamp(first_reply_at)) - toInt64(toUnixTimestamp(opened_at))) / 3600 AS response
      FROM (SELECT ${PULL}, toUInt64OrZero(subject) AS thread_id FROM ${roots.sql}) AS root
      INNER JOIN (
        SELECT ${KEY}, min(c.created_at) AS opened_at, count() AS comments,
          minOrNullIf(c.created_at, comment_id != thread_id) AS first_reply_at,
          arraySort(groupUniqArray(c.author)) AS participants, max(c.path) AS path
        FROM (
          SELECT ${KEY}, comment_id, created_at, author, path FROM review_thread_comments ${written.sql} SETTINGS final = 1) AS c
        GROUP BY ${KEY}) AS said USING (${KEY})
      LEFT JOIN (${newest.sql}) AS told USING (${KEY})`,
    values: { ...roots.values, ...newest.values, ...written.values },
  }
}

/** Threads as numbers, of all and by repository (`of_all`: of all). Hours are rounded to a tenth. */
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
  }),
  render: (range) => {
    const { sql, values } = threads(range)
    return {
      sql: `
        SELECT toBool(grouping(repository_id) = 1) AS of_all, repository_id, count() AS threads, countIf(is_resolved) AS resolved,
          ${tenth('avgOrNull(resolution)')} AS avg_resolution,
          ${tenth('quantileExactInclusiveOrNull(0.5)(resolution)')} AS median_resolution,
          ${tenth('avgOrNull(response)')} AS avg_response, ${tenth('avgOrNull(comments)')} AS avg_comments
        FROM (${sql}) GROUP BY GROUPING SETS ((), (repository_id)) ORDER BY threads DESC, repository_id`,
      values,
    }
  },
})

/** How many threads whose first comment was received before the range are not resolved at its end. */
export const githubMetricsOlderThreads = defineQuery({
  name: 'github_metrics.older_threads',
  parameters: z.object({ ...receipts, from: z.date() }),
  row: z.object({ unresolved: z.number() }),
  render: ({ from, to, repositories }) => {
    // Received before the range is: not in it, and not after it.
    const before = new Date(from.getTime() - 1)
    const { sql, values } = threads({ from: null, to: before, repositories })
    const until = newestTurns({ from: null, to, repositories }, where([inRepositories(repositories)]))
    return {
      sql: `
        SELECT count() AS unresolved FROM (SELECT ${KEY} FROM (${sql.replaceAll('{to:Int64}', '{before:Int64}')})) AS older
        LEFT JOIN (${until.sql}) AS told USING (${KEY}) WHERE NOT (turned AND turn.1 = 'resolved')`,
      values: { ...values, ...until.values, before: before.getTime() },
    }
  },
})

/** One page, the thread that was opened last first. */
export const githubMetricsThreads = defineQuery({
  name: 'github_metrics.threads',
  parameters: z.object({ ...receipts, limit: z.int(), offset: z.int() }),
  row: z.object({
    repository_id: z.number(),
    number: z.number(),
    thread_id: z.number(),
    title: z.string().nullable(),
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
    const { sql, values } = threads(range)
    return {
      sql: `
        WITH page AS (
          SELECT * FROM (${sql}) ORDER BY opened_at DESC, repository_id, thread_id DESC
          LIMIT {limit:UInt32} OFFSET {offset:UInt32})
        SELECT ${KEY}, title, opened_at, resolved_at, resolver, node_id, ${tenth('resolution')} AS resolution,
          ${tenth('response')} AS response, comments, participants, path
        FROM page LEFT JOIN (
          SELECT ${PULL}, toNullable(max((p.core.observed_at, p.core.rank, p.core.guid, p.core.title)).4) AS title
          FROM pull_requests AS p WHERE (${PULL}) IN (SELECT ${PULL} FROM page) GROUP BY ${PULL}) AS pull USING (${PULL})
        ORDER BY opened_at DESC, repository_id, thread_id DESC`,
      values: { ...values, limit, offset },
    }
  },
})
