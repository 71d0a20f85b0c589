import { type Job, jobsRequest } from '@octometer/event-contracts'
import { defineRoute, noParameters } from '@octometer/gateway-api'
import { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { askGitHub } from '../github/ask-github.ts'
import { beginAnew, findJob, readAgain } from '../jobs/job-routes.ts'
import { findProject } from '../projects/find-projects.ts'
import { resolveScope } from '../repository-scope.ts'
import { compatEndpoint } from './compat-endpoint.ts'

const TAG = 'Seed 002'
const MOST = 100
const STATUSES = {
  queued: 'pending',
  running: 'processing',
  succeeded: 'completed',
  failed: 'failed',
} as const satisfies Readonly<Record<Job['state'], string>>

const time = z.iso.datetime()
const status = z.enum(['pending', 'processing', 'completed', 'failed'])
const seedJob = z.strictObject({
  id: z.uuid(),
  project_id: z.int(),
  type: z.enum(['project_processing', 'refresh']),
  status,
  priority: z.enum(['low', 'normal', 'high']),
  retry_count: z.int(),
  max_retries: z.literal(3),
  error_message: z.string().nullable(),
  created_at: time,
  started_at: time.nullable(),
  completed_at: time.nullable(),
})
const queued = z.strictObject({ job_id: z.uuid(), status })

const ofProject = z.object({
  id: z.int({ error: 'must be a whole number' }).min(0, 'must be a whole number'),
})
const ofJob = z.object({ id: z.uuid({ error: 'must be the id of a job' }) })

function asSeed(job: Job): z.output<typeof seedJob> {
  return {
    id: job.id,
    project_id: job.repository_id,
    type: job.cause === 'request' ? 'refresh' : 'project_processing',
    status: STATUSES[job.state],
    priority: job.priority,
    retry_count: Math.max(0, job.attempts - 1),
    max_retries: 3,
    error_message: job.error,
    created_at: job.queued_at,
    started_at: job.started_at,
    completed_at: job.ended_at,
  }
}

const newestFirst = { order: 'queued_at', descending: true, after: null } as const
const everyJob = { states: null, priorities: null, sorting: newestFirst, limit: MOST }

const refresh = compatEndpoint(
  defineRoute({
    operationId: 'seed002RefreshProject',
    method: 'post',
    path: '/projects/{id}/refresh',
    role: 'operator',
    tag: TAG,
    summary: 'Reads a project’s plan again',
    description: 'The job that waits already, where one does.',
    pathParameters: ofProject,
    query: noParameters,
    status: 202,
    answer: queued,
    problems: [404],
  }),
  'projects',
  async (gateway, { path, principal }) => {
    const { id, state } = await readAgain(gateway, principal, path.id)
    return { job_id: id, status: STATUSES[state] }
  },
)

const jobsOfProject = compatEndpoint(
  defineRoute({
    operationId: 'seed002ListProjectJobs',
    method: 'get',
    path: '/projects/{id}/jobs',
    role: 'viewer',
    tag: TAG,
    summary: 'The last jobs of a project',
    description: `The newest first, ${MOST} at most.`,
    pathParameters: ofProject,
    query: noParameters,
    status: 200,
    answer: z.strictObject({ jobs: z.array(seedJob) }),
    problems: [404],
  }),
  'projects',
  async (gateway, { path, principal }) => {
    const { id } = await findProject(gateway, principal, path.id)
    const { jobs } = await askGitHub(gateway, jobsRequest, { ...everyJob, repository_ids: [id] })
    return { jobs: jobs.map(asSeed) }
  },
)

const jobStatus = compatEndpoint(
  defineRoute({
    operationId: 'seed002GetJobStatus',
    method: 'get',
    path: '/jobs/{id}/status',
    role: 'viewer',
    tag: TAG,
    summary: 'One job',
    description: 'Remembered for 30 days.',
    pathParameters: ofJob,
    query: noParameters,
    status: 200,
    answer: seedJob,
    problems: [404],
  }),
  'projects',
  async (gateway, { path, principal }) => asSeed(await findJob(gateway, principal, path.id)),
)

const queueStatus = compatEndpoint(
  defineRoute({
    operationId: 'seed002GetQueueStatus',
    method: 'get',
    path: '/jobs/queue-status',
    role: 'viewer',
    tag: TAG,
    summary: 'How many jobs there are',
    description: 'Those that are remembered, of repositories that the asker may see.',
    pathParameters: noParameters,
    query: noParameters,
    status: 200,
    answer: z.strictObject({ pending: z.int(), processing: z.int(), completed: z.int(), failed: z.int() }),
    problems: [],
  }),
  'projects',
  async (gateway: GatewayContext, { principal }) => {
    const { ids } = await resolveScope(gateway, principal, undefined)
    const asked = { ...everyJob, repository_ids: ids && [...ids], limit: 1 }
    const { counts } = await askGitHub(gateway, jobsRequest, asked)
    const { queued: pending, running: processing, succeeded: completed, failed } = counts
    return { pending, processing, completed, failed }
  },
)

const retry = compatEndpoint(
  defineRoute({
    operationId: 'seed002RetryJob',
    method: 'post',
    path: '/jobs/{id}/retry',
    role: 'operator',
    tag: TAG,
    summary: 'Begins a failed job anew',
    description: '409 for one that did not fail.',
    pathParameters: ofJob,
    query: noParameters,
    status: 202,
    answer: queued,
    problems: [404, 409],
  }),
  'projects',
  async (gateway, { path, principal }) => {
    const { id, state } = await beginAnew(gateway, principal, path.id)
    return { job_id: id, status: STATUSES[state] }
  },
)

/** Jobs of seed 002, by its upstream’s names. */
export const seed002JobEndpoints = [refresh, jobsOfProject, queueStatus, jobStatus, retry]
