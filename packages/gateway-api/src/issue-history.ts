import { z } from 'zod'
import { freshness, page } from './answers.ts'
import { severities, statuses } from './issues.ts'
import { cursor, limit, numbered, time } from './parameters.ts'
import { defineRoute } from './route.ts'

const issueState = z
  .object({
    state: z.enum(['open', 'closed']),
    status: z.enum(statuses),
    severity: z.enum(severities),
    blocker: z.boolean(),
  })
  .nullable()

const issueMoment = z
  .object({
    at: time,
    action: z
      .string()
      .describe('As GitHub calls it: `opened`, `labeled`, `assigned`, `closed`, `reopened` …'),
    subject: z.string().nullable().describe('The label, assignee or milestone.'),
    actor: z.string().nullable().describe('Who did it.'),
    before: issueState.describe('What the issue was; null of what is known first.'),
    after: issueState.describe('What it was then; null where the payload does not say.'),
    changed: z
      .array(z.enum(['state', 'status', 'severity', 'blocker']))
      .describe('What it changed of that: all of it, at first.'),
  })
  .meta({ id: 'IssueMoment' })

export const getIssueHistory = defineRoute({
  operationId: 'getIssueHistory',
  method: 'get',
  path: '/api/v1/issues/{owner}/{repo}/{number}/history',
  role: 'viewer',
  tag: 'Issues',
  summary: 'What happened to an issue',
  description:
    'Each thing that was done to it, comments apart, oldest first: who did it and when, and what its status and severity became.',
  pathParameters: numbered,
  query: z.object({
    changes: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .default('false')
      .describe('With `true` only what changed its state, status, severity or whether it is a blocker.'),
    limit,
    cursor,
  }),
  status: 200,
  answer: z
    .object({
      key: z.string().describe('`owner/repo#number`'),
      repository: z.string().describe('Its name now.'),
      number: z.int(),
      data: z.array(issueMoment),
      page,
      freshness,
    })
    .meta({ id: 'IssueHistory' }),
  problems: [404],
})
