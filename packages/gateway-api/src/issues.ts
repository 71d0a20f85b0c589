import { z } from 'zod'
import { freshness, page } from './answers.ts'
import { cursor, limit, repository, since, sortedBy, texts, time, until, words } from './parameters.ts'
import { peopleLeftOut } from './people.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'
import { spreadFields } from './spread.ts'

const states = ['open', 'closed', 'transferred', 'deleted'] as const
/** The least severe first. */
export const severities = ['low', 'medium', 'high', 'critical'] as const
export const statuses = ['pending', 'in_progress', 'verified', 'shipped', 'deferred', 'closed'] as const

const seconds = z.int().nullable().describe('Seconds; null while it has not happened.')

export const issueEntry = z
  .object({
    key: z.string().describe('`owner/repo#number`'),
    repository: z.string().describe('Its name now.'),
    repository_id: z.int(),
    number: z.int(),
    title: z.string(),
    state: z.enum(states),
    state_reason: z.string().nullable().describe('As GitHub says.'),
    severity: z.enum(severities).describe('By its labels; `medium` without one.'),
    status: z.enum(statuses).describe('By its labels, else `closed` or `pending`.'),
    blocker: z.boolean(),
    priority: z.int().describe('From 0 to 100, by severity, labels and age.'),
    sla_hours: z.int().describe('Within which it is to be closed: critical 4, high 24, medium 72, low 168.'),
    due_at: time,
    breached: z
      .boolean()
      .describe('It is over its time now: open, neither shipped nor verified, and due before now.'),
    breach_hours: z.int().nullable().describe('By how much, rounded; null when it is not breached.'),
    sla_met: z.boolean().nullable().describe('Closed in time; null while that is not decided.'),
    labels: z.array(z.string()),
    assignees: z.array(z.string()),
    milestone: z.string().nullable(),
    author: z.string().nullable(),
    author_type: z.string().nullable().describe('`User` or `Bot`, as GitHub says.'),
    comments: z.int().nullable(),
    opened_at: time,
    updated_at: time,
    closed_at: time.nullable().describe('Null while it is open, reopened or not.'),
    reopened_at: z.array(time).describe('Each time, oldest first.'),
    first_response_at: time.nullable().describe('The first comment by a person who is not the author.'),
    time_to_first_response_seconds: seconds,
    time_to_close_seconds: seconds.describe('From opening to the last closing; null while it is open.'),
    transferred_to: z.string().nullable().describe('`owner/repo#number` as it was called then.'),
  })
  .meta({ id: 'Issue' })

const countedPage = page
  .extend({
    total: z
      .int()
      .nullable()
      .describe('How many there are on all pages: on the first page; null on those after it.'),
  })
  .meta({ id: 'CountedPage' })

const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).optional()

export const issueOrders = {
  opened_at: 'value',
  updated_at: 'value',
  closed_at: 'value',
  due_at: 'value',
  title: 'text',
  author: 'text',
  state: 'text',
  status: 'text',
  severity: 'value',
  priority: 'value',
  comments: 'value',
  time_to_first_response: 'value',
} as const

export const listIssues = defineRoute({
  operationId: 'listIssues',
  method: 'get',
  path: '/api/v1/issues',
  role: 'viewer',
  tag: 'Issues',
  summary: 'Issues as they are now',
  description:
    'The last opened first, or in the order that `sort` names. `since` and `until` are about the opening. Who is left out opened none of them. Transferred and deleted ones are there when `state` asks for them.',
  pathParameters: noParameters,
  query: z.object({
    state: words(states, 'Open and closed ones unless it is given.'),
    severity: words(severities, 'By labels.'),
    status: words(statuses, 'By labels, else `closed` or `pending`.'),
    breached: flag.describe('Only those that are over their time now, or only the others.'),
    blocker: flag.describe('Only blockers, or only the others.'),
    label: texts('Labels, in any case: one of them is enough.'),
    assignee: texts('Logins, in any case: one of them is enough.'),
    ...peopleLeftOut,
    repository,
    since,
    until,
    ...sortedBy(issueOrders, 'opened_at'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: z.object({ data: z.array(issueEntry), page: countedPage, ...proven, freshness }),
  problems: [],
})

const count = z.int().nullable().describe('Null when nothing is known of the repositories asked for.')
const spreadOf = (description: string) => z.object({ issues: count, ...spreadFields }).describe(description)

export const issueNumbers = z
  .object({
    opened: count,
    by_state: z.object({ open: count, closed: count }),
    by_severity: z.object({ low: count, medium: count, high: count, critical: count }),
    by_status: z.object({
      pending: count,
      in_progress: count,
      verified: count,
      shipped: count,
      deferred: count,
      closed: count,
    }),
    blockers: count,
    breached: count.describe('Over their time now.'),
    sla: z.object({
      compliance: z.number().nullable().describe('met ÷ decided, from 0 to 1; null of none that is decided.'),
      met: count.describe('Closed in time.'),
      decided: count.describe('Closed, or over their time now.'),
    }),
    time_to_close: spreadOf('Of those that are closed now: from opening to the last closing.'),
    time_to_first_response: spreadOf('Of those with a response.'),
  })
  .meta({ id: 'IssueNumbers' })

export const issueMetrics = z
  .object({
    since: time,
    until: time,
    numbers: issueNumbers,
    groups: z
      .array(
        z.object({
          repository: z.string().optional(),
          week: z.iso.date().optional().describe('Its Monday, in the server’s time zone.'),
          severity: z.enum(severities).optional(),
          numbers: issueNumbers,
        }),
      )
      .describe('Empty without `group_by`. Weeks and severities are all there; repositories with issues.'),
    unknown_repositories: z
      .array(z.string())
      .describe('Names asked for under which no repository is known; they add nothing to the numbers.'),
    ...proven,
    freshness,
  })
  .meta({ id: 'IssueMetrics' })

export const getIssueMetrics = defineRoute({
  operationId: 'getIssueMetrics',
  method: 'get',
  path: '/api/v1/issues/metrics',
  role: 'viewer',
  tag: 'Issues',
  summary: 'Issues in numbers',
  description:
    'All numbers are about the issues that were opened in the range, as they are now, without those that were transferred or deleted. Without a range: the last 30 days.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    since,
    until,
    group_by: z
      .enum(['repository', 'week', 'severity'], { error: 'must be repository, week or severity' })
      .optional()
      .describe('Also by repository, by week of opening, or by severity.'),
    ...proofParameters,
  }),
  status: 200,
  answer: issueMetrics,
  problems: [],
})
