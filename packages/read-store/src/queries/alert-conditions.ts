import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { identifier } from '../sql-text.ts'
import { inRange, instant, rowTime, where } from './conditions.ts'

// What rules of alerts ask by the clock. They read a generation's tables by their own names, for the reason that
// the queries of pull requests give.

const pullRow = z.object({
  repository_id: z.number(),
  number: z.number(),
  title: z.string(),
  author: z.string().nullable(),
  since: rowTime,
})

export type WaitingPullRequest = z.output<typeof pullRow>

const of = (table: string, generation: string) => identifier(`${table}__${generation}`)

const NEWEST = `max(tuple(core.observed_at, core.rank, core.guid, core.state, core.title, core.author, core.created_at))`

/** Open pull requests that nothing has happened to since `before`; `since` is their last update. */
export const stalePullRequests = defineQuery({
  name: 'alert_conditions.stale_pull_requests',
  parameters: z.object({ generation: z.string(), before: z.date(), limit: z.int() }),
  row: pullRow,
  render: ({ generation, before, limit }) => ({
    sql: `
      SELECT repository_id, number, newest.5 AS title, newest.6 AS author, newest.1 AS since
      FROM (
        SELECT repository_id, number, ${NEWEST} AS newest FROM ${of('pull_requests', generation)}
        GROUP BY repository_id, number)
      WHERE newest.4 = 'open' AND newest.1 < ${instant('before')}
      ORDER BY since DESC, repository_id, number LIMIT {limit:UInt32}`,
    values: { before: before.getTime(), limit },
  }),
})

/**
 * Open pull requests, no drafts, active since `active_since`, that were ready for review before `ready_before` and that
 * nobody has approved; `since` is when they were ready.
 */
export const unapprovedPullRequests = defineQuery({
  name: 'alert_conditions.unapproved_pull_requests',
  parameters: z.object({
    generation: z.string(),
    active_since: z.date(),
    ready_before: z.date(),
    limit: z.int(),
  }),
  row: pullRow,
  render: ({ generation, active_since, ready_before, limit }) => ({
    sql: `
      WITH waiting AS (
        SELECT repository_id, number, newest.5 AS title, newest.6 AS author, newest.7 AS created_at
        FROM (
          SELECT repository_id, number, ${NEWEST} AS newest,
            max(tuple(detail.observed_at, detail.rank, detail.guid, detail.draft)) AS detailed
          FROM ${of('pull_requests', generation)} GROUP BY repository_id, number)
        WHERE newest.4 = 'open' AND newest.1 >= ${instant('active_since')} AND newest.7 < ${instant('ready_before')}
          AND ifNull(detailed.4, false) = false
      ),
      readied AS (
        SELECT repository_id, number, max(at) AS ready_at FROM ${of('pull_request_timeline', generation)}
        WHERE action = 'ready_for_review' AND (repository_id, number) IN (SELECT repository_id, number FROM waiting)
        GROUP BY repository_id, number
      )
      SELECT w.repository_id AS repository_id, w.number AS number, w.title AS title, w.author AS author,
        greatest(w.created_at, r.ready_at) AS since
      FROM waiting AS w LEFT JOIN readied AS r ON w.repository_id = r.repository_id AND w.number = r.number
      WHERE since < ${instant('ready_before')} AND (w.repository_id, w.number) NOT IN (
        SELECT repository_id, number FROM (
          SELECT repository_id, number, review_id, max(v.state).state AS state
          FROM ${of('pull_request_reviews', generation)} AS v
          WHERE (repository_id, number) IN (SELECT repository_id, number FROM waiting)
          GROUP BY repository_id, number, review_id)
        WHERE state = 'approved')
      ORDER BY since, repository_id, number LIMIT {limit:UInt32}`,
    values: { active_since: active_since.getTime(), ready_before: ready_before.getTime(), limit },
  }),
})

/** Open dead letters by projection. */
export const deadLettersByProjection = defineQuery({
  name: 'alert_conditions.dead_letters',
  parameters: z.object({}),
  row: z.object({ projection: z.string(), letters: z.number(), newest: rowTime }),
  render: () => ({
    sql: `
      SELECT letter_projection AS projection, count() AS letters, max(rejected_at) AS newest
      FROM (
        SELECT max(d.projection) AS letter_projection, min(d.first_rejected_at) AS rejected_at,
          max(d.status).status AS letter_status
        FROM dead_letters AS d GROUP BY dead_letter_id)
      WHERE letter_status = 'open' GROUP BY letter_projection ORDER BY projection`,
    values: {},
  }),
})

/** Different deliveries that were received from a time on, and those among them with an open dead letter. */
export const failingDeliveries = defineQuery({
  name: 'alert_conditions.failing_deliveries',
  parameters: z.object({ since: z.date() }),
  row: z.object({ deliveries: z.number(), failed: z.number() }),
  render: ({ since }) => {
    const { sql, values } = where([...inRange('received_at', { since, until: null })])
    return {
      sql: `
        SELECT uniqExact(guid) AS deliveries, uniqExactIf(guid, guid IN (
          SELECT letter FROM (
            SELECT max(d.message_id) AS letter, max(d.status).status AS letter_status
            FROM dead_letters AS d GROUP BY dead_letter_id)
          WHERE letter_status = 'open')) AS failed
        FROM deliveries ${sql}`,
      values,
    }
  },
})
