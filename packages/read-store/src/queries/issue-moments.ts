import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { rowTime } from './conditions.ts'
import { issueSeverities, issueStatuses, momentCodes, nameOf } from './issue-columns.ts'

const { severity, status, isBlocker, isClosed, isKnown } = momentCodes

const momentRow = z.object({
  at: rowTime,
  /** Between what happened in one second: 0 the opening, 1 anything, 2 the closing. */
  order: z.number(),
  action: z.string(),
  subject: z.string(),
  actor: z.string().nullable(),
  /** Whether the payload said what the issue was after it; without it the rest means nothing. */
  known: z.boolean(),
  closed: z.boolean(),
  severity: z.enum(issueSeverities),
  status: z.enum(issueStatuses),
  blocker: z.boolean(),
})

export type IssueMomentRow = z.output<typeof momentRow>

/** Everything that happened to an issue, comments among it, oldest first. */
export const issueMoments = defineQuery({
  name: 'issues.moments',
  parameters: z.object({ repository_id: z.int().min(0), number: z.int().min(0) }),
  row: momentRow,
  render: (values) => ({
    sql: `
      SELECT at, multiIf(action = 'opened', 0, action = 'closed', 2, 1) AS order, action, subject, actor,
        toBool(${isKnown}) AS known, toBool(${isClosed}) AS closed, ${nameOf(issueSeverities, severity)} AS severity,
        ${nameOf(issueStatuses, status)} AS status, toBool(${isBlocker}) AS blocker
      FROM (
        SELECT at, action, subject, max(t.actor) AS actor, max(t.shown) AS shown FROM issue_timeline AS t
        WHERE repository_id = {repository_id:UInt64} AND number = {number:UInt64} GROUP BY at, action, subject)
      ORDER BY at, order, action, subject`,
    values,
  }),
})
