import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { second, toSecond } from './conditions.ts'

const approver = z.object({
  /** In lower case. */
  login_key: z.string(),
  /** Different pull requests. */
  approvals: z.number(),
  mean_seconds: z.number(),
})

export type SlowApprover = z.output<typeof approver>

/**
 * Who approved since a time, by a review or a label `approved-<login>`, whichever came first, and took longer in the mean than
 * some seconds, from when the pull request was ready for review. Bots are left out. The slowest come first.
 */
export const slowApprovers = defineQuery({
  name: 'alert_conditions.slow_approvers',
  parameters: z.object({ since: z.date(), least_seconds: z.number(), least_approvals: z.number() }),
  row: approver,
  render: ({ since, least_seconds, least_approvals }) => ({
    sql: `
      WITH approved AS (
        SELECT repository_id, number, login_key, min(at) AS approved_at FROM contributions
        WHERE kind IN ('approval', 'approval_label') AND at >= ${second('since')} AND NOT endsWith(login_key, '[bot]')
        GROUP BY repository_id, number, login_key
      )
      SELECT login_key, count() AS approvals, avg(waited) AS mean_seconds
      FROM (
        SELECT a.login_key AS login_key, toInt64(a.approved_at) - toInt64(greatest(l.opened_at, l.readied_at)) AS waited
        FROM approved AS a
        INNER JOIN (
          SELECT repository_id, number, min(p.created_at) AS opened_at, ifNull(min(p.ready_at), toDateTime(0, 'UTC')) AS readied_at
          FROM pull_request_lives AS p
          WHERE (repository_id, number) IN (SELECT repository_id, number FROM approved)
          GROUP BY repository_id, number) AS l
        ON a.repository_id = l.repository_id AND a.number = l.number)
      WHERE waited >= 0
      GROUP BY login_key
      HAVING mean_seconds > {least_seconds:Float64} AND approvals >= {least_approvals:Float64}
      ORDER BY mean_seconds DESC, login_key`,
    values: { since: toSecond(since), least_seconds, least_approvals },
  }),
})
