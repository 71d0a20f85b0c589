import { z } from 'zod'
import { freshness, listOf } from './answers.ts'
import { cursor, limit, repository, sortedBy, time, words } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

const TAG = 'Projects'
const jobStates = ['queued', 'running', 'succeeded', 'failed'] as const
const jobPriorities = ['high', 'normal', 'low'] as const

const job = {
  id: z.uuid(),
  kind: z.literal('plan_reading'),
  priority: z
    .enum(jobPriorities)
    .describe(
      '`high`: a push changed a plan or a manifest. `normal`: somebody asked. `low`: a first reading.',
    ),
  state: z.enum(jobStates).describe('One that is to be tried again is `queued`, with an `error`.'),
  cause: z.enum(['push', 'first_reading', 'request']),
  project_id: z.int().describe('The repository’s number at GitHub.'),
  repository: z.string().describe('As it was called when the job was made.'),
  sha: z.string().nullable().describe('The commit to read; null: the default branch’s head.'),
  as_of: time
    .nullable()
    .describe('What is read counts from then: the time of the push; for a head, the first attempt.'),
  delivery_id: z.string().nullable().describe('GUID of the push.'),
  requested_by: z.string().nullable(),
  attempts: z.int().describe('Four at most: three after the first.'),
  stuck: z.int().describe('Attempts that did not end within an hour, and were given up.'),
  resumed: z.int().describe('How often another process took it up.'),
  error: z.string().nullable().describe('Of the last attempt that failed; null after one that did not.'),
  queued_at: time,
  due_at: time.describe('It is not begun before.'),
  started_at: time.nullable().describe('Of the last attempt.'),
  ended_at: time.nullable(),
  snapshot_id: z.string().nullable().describe('What it appended to the log; null: nothing, or not yet.'),
}

export const jobEntry = z.object(job).meta({ id: 'Job' })
const jobAnswer = z.object({ ...job, freshness }).meta({ id: 'JobAnswer' })

export const jobOrders = {
  queued_at: 'value',
  repository: 'text',
  state: 'text',
  priority: 'value',
  cause: 'text',
  attempts: 'value',
  due_at: 'value',
  started_at: 'value',
  ended_at: 'value',
  duration: 'value',
} as const

export const listJobs = defineRoute({
  operationId: 'listJobs',
  method: 'get',
  path: '/api/v1/jobs',
  role: 'viewer',
  tag: TAG,
  summary: 'Readings of plans: what waits, runs, and ended',
  description:
    'The newest first unless `sort` says otherwise: by `priority` high is the greatest, by `duration` it is the last attempt that counts. One runs of a repository at a time, five of all, the most urgent first. Remembered for 30 days. 503 when no github-agent runs.',
  pathParameters: noParameters,
  query: z.object({
    state: words(jobStates, 'Of the job.'),
    priority: words(jobPriorities, 'Of the job.'),
    repository,
    ...sortedBy(jobOrders, 'queued_at'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(jobEntry),
  problems: [],
})

const id = z.object({ id: z.uuid({ error: 'must be the id of a job' }) })

export const getJob = defineRoute({
  operationId: 'getJob',
  method: 'get',
  path: '/api/v1/jobs/{id}',
  role: 'viewer',
  tag: TAG,
  summary: 'One job',
  description: 'What `project_updates` names, and `POST /api/v1/projects/{id}/refresh` gives.',
  pathParameters: id,
  query: noParameters,
  status: 200,
  answer: jobAnswer,
  problems: [404],
})

export const retryJob = defineRoute({
  operationId: 'retryJob',
  method: 'post',
  path: '/api/v1/jobs/{id}/retry',
  role: 'operator',
  tag: TAG,
  summary: 'Begin a failed job anew',
  description: '409 for one that did not fail.',
  pathParameters: id,
  query: noParameters,
  status: 202,
  answer: jobAnswer,
  problems: [404, 409],
})

export const refreshProject = defineRoute({
  operationId: 'refreshProject',
  method: 'post',
  path: '/api/v1/projects/{id}/refresh',
  role: 'operator',
  tag: TAG,
  summary: 'Read a plan again',
  description: 'A job of priority `normal`; the one that waits already, where one does.',
  pathParameters: z.object({
    id: z
      .int({ error: 'must be a whole number' })
      .min(0, 'must be a whole number')
      .describe('Of the project.'),
  }),
  query: noParameters,
  status: 202,
  answer: jobAnswer,
  problems: [404],
})
