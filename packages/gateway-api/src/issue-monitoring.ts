import { z } from 'zod'
import { freshness } from './answers.ts'
import { MAX_TREND_BUCKETS, unknownRepositories } from './counters.ts'
import { severities } from './issues.ts'
import { repository, since, texts, time, until, words } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'
import { spreadFields } from './spread.ts'

const count = z.int().nullable().describe('Null when nothing is known of the repositories asked for.')

const health = z
  .object({
    opened: count.describe('In the range.'),
    closed: count.describe('Whose last closing is in the range, and that are closed now.'),
    net: count.describe('opened − closed: by so many more are open.'),
    resolution_rate: z
      .number()
      .nullable()
      .describe('closed ÷ opened; over 1 while old ones are closed; null when none was opened.'),
    time_to_close: z.object({ issues: count, ...spreadFields }).describe('Of those closed in the range.'),
    open: z
      .object({
        total: count,
        by_severity: z.object({ low: count, medium: count, high: count, critical: count }),
        assigned: count,
        unassigned: count,
        blockers: count,
        breached: count.describe('Over the time of their SLA.'),
      })
      .describe('What is open now, whenever it was opened.'),
  })
  .meta({ id: 'IssueHealth' })

export const getIssueHealth = defineRoute({
  operationId: 'getIssueHealth',
  method: 'get',
  path: '/api/v1/issues/health',
  role: 'viewer',
  tag: 'Issues',
  summary: 'The health of issues',
  description:
    'How many were opened and closed in the range, how long that took, and what is open now: how severe, whose and how late. Without what was transferred or deleted. Without a range: the last 30 days.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    since,
    until,
    group_by: z
      .enum(['repository'], { error: 'must be repository' })
      .optional()
      .describe('Also of each repository with issues.'),
    ...proofParameters,
  }),
  status: 200,
  answer: z
    .object({
      since: time,
      until: time,
      health,
      groups: z.array(z.object({ repository: z.string(), health })).describe('Empty without `group_by`.'),
      unknown_repositories: unknownRepositories,
      ...proven,
      freshness,
    })
    .meta({ id: 'IssueHealthReport' }),
  problems: [],
})

const trendDay = z
  .object({
    day: z.iso.date().describe('In the server’s time zone.'),
    created: count,
    resolved: count.describe('Closed now, and for the last time on this day.'),
    net: count.describe('created − resolved.'),
    commits: count.describe('Distinct commits of the day, whatever the filters of issues.'),
  })
  .meta({ id: 'IssueTrendDay' })

export const getIssueTrend = defineRoute({
  operationId: 'getIssueTrend',
  method: 'get',
  path: '/api/v1/issues/trend',
  role: 'viewer',
  tag: 'Issues',
  summary: 'Issues and commits by day',
  description: `Issues created and resolved, their difference, and commits: every day of the range, whole, oldest first, ${MAX_TREND_BUCKETS} at most. \`label=bug\` asks for bugs alone. Without a range: the last 30 days.`,
  pathParameters: noParameters,
  query: z.object({
    label: texts('Labels that the issue has now, in any case: one of them is enough.'),
    severity: words(severities, 'By labels.'),
    repository,
    since,
    until,
    ...proofParameters,
  }),
  status: 200,
  answer: z
    .object({ data: z.array(trendDay), unknown_repositories: unknownRepositories, ...proven, freshness })
    .meta({ id: 'IssueTrend' }),
  entries: 'data',
  problems: [],
})
