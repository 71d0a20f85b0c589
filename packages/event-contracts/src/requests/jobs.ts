import { z } from 'zod'
import { githubRequest } from './github-request.ts'

const jobStates = ['queued', 'running', 'succeeded', 'failed'] as const
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

/** By what jobs can be ordered. */
const jobOrders = [
  'queued_at',
  'repository',
  'state',
  'priority',
  'cause',
  'attempts',
  'due_at',
  'started_at',
  'ended_at',
  'duration',
] as const

type JobOrder = (typeof jobOrders)[number]

const urgencyOf = { low: 0, normal: 1, high: 2 } as const

/** By what a job stands in an order: a text in lower case, or a number; of a time its milliseconds. Null: it has none yet. */
export function jobOrderValue(job: Job, order: JobOrder): string | number | null {
  const { repository, state, cause, priority, attempts, started_at, ended_at } = job
  switch (order) {
    case 'repository':
      return repository.toLowerCase()
    case 'state':
      return state
    case 'cause':
      return cause
    case 'priority':
      return urgencyOf[priority]
    case 'attempts':
      return attempts
    case 'duration':
      return started_at === null || ended_at === null ? null : Date.parse(ended_at) - Date.parse(started_at)
    default: {
      const at = job[order]
      return at === null ? null : Date.parse(at)
    }
  }
}

const jobSorting = z.object({
  order: z.enum(jobOrders),
  descending: z.boolean(),
  /** The job that a page comes after: its value in this order, and its id. */
  after: z.object({ value: z.union([z.string(), z.number()]).nullable(), id: z.string() }).nullable(),
})

export type JobSorting = z.output<typeof jobSorting>

/** Sorted: those without a value last, equal ones by their ids. Null is every one. */
export const jobsRequest = githubRequest(
  'jobs',
  z.object({
    states: z.array(z.enum(jobStates)).nullable(),
    priorities: z.array(z.enum(jobPriorities)).nullable(),
    repository_ids: z.array(z.int()).nullable(),
    sorting: jobSorting,
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
