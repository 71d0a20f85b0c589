import { z } from 'zod'
import { githubRequest } from './github-request.ts'

export const jobStates = ['queued', 'running', 'succeeded', 'failed'] as const
export const jobPriorities = ['high', 'normal', 'low'] as const

const time = z.iso.datetime()
const count = z.int().min(0)

/** Something that github-agent has to do, as it keeps it. */
export const jobSchema = z.object({
  id: z.uuid(),
  kind: z.literal('plan_reading'),
  priority: z.enum(jobPriorities),
  state: z.enum(jobStates),
  cause: z.enum(['push', 'first_reading', 'request']),
  repository_id: z.int().min(0),
  repository: z.string(),
  /** The commit that is to be read; null: the default branch's head. */
  sha: z.string().nullable(),
  /** When the branch came to that commit; of its head, when it was first asked for. Null until then. */
  as_of: time.nullable(),
  /** GUID of the push. */
  delivery_id: z.string().nullable(),
  requested_by: z.string().nullable(),
  /** How often it was begun, and of these how often it did not end within the hour. */
  attempts: count,
  stuck: count,
  /** How often another process took it up. */
  resumed: count,
  /** Of the last attempt that failed. */
  error: z.string().nullable(),
  queued_at: time,
  /** Not begun before. */
  due_at: time,
  started_at: time.nullable(),
  ended_at: time.nullable(),
  /** What it appended; null: nothing, or not yet. */
  snapshot_id: z.string().nullable(),
})

export type Job = z.output<typeof jobSchema>

/** The newest first: after a place in that order. Null is every one. */
export const jobsRequest = githubRequest(
  'jobs',
  z.object({
    states: z.array(z.enum(jobStates)).nullable(),
    priorities: z.array(z.enum(jobPriorities)).nullable(),
    repository_ids: z.array(z.int()).nullable(),
    after: z.tuple([z.string(), z.string()]).nullable(),
    limit: z.int().min(1).max(1001),
  }),
  z.object({
    jobs: z.array(jobSchema),
    /** Of all pages. */
    counts: z.record(z.enum(jobStates), count),
  }),
)

/** Null: there is none, or it is forgotten. */
export const jobRequest = githubRequest(
  'job',
  z.object({ id: z.string() }),
  z.object({ job: jobSchema.nullable() }),
)

/** Reads a repository's plan again; the one that waits for it, if one does. */
export const planRefreshRequest = githubRequest(
  'plan-refresh',
  z.object({ repository_id: z.int(), repository: z.string(), requested_by: z.string() }),
  z.object({ job: jobSchema }),
)

/** Begins a failed one anew; null as in `job`. One that did not fail is answered as it is. */
export const jobRetryRequest = githubRequest(
  'job-retry',
  z.object({ id: z.string() }),
  z.object({ job: jobSchema.nullable() }),
)
