import { z } from 'zod'

const syncModes = ['full', 'incremental', 'repository'] as const
const syncStages = [
  'initializing',
  'fetching_repos',
  'syncing_repos',
  'finalizing',
  'completed',
  'failed',
  'cancelled',
] as const

const time = z.iso.datetime()
const count = z.int().min(0)

/** A sync, under way or ended, as github-agent keeps it. */
export const syncRunSchema = z.object({
  id: z.uuid(),
  mode: z.enum(syncModes),
  /** Of a sync of one: `owner/name`. */
  repository: z.string().nullable(),
  cause: z.enum(['request', 'schedule', 'poll']),
  requested_by: z.string().nullable(),
  stage: z.enum(syncStages),
  started_at: time,
  ended_at: time.nullable(),
  /** How often another process went on with it. */
  resumed: count,
  /** Null until they are listed. */
  repositories_total: count.nullable(),
  repositories_processed: count,
  /** Being read now. */
  current_repositories: z.array(z.string()),
  estimated_completion_at: time.nullable(),
  counts: z.object({
    repositories: count,
    issues: count,
    pull_requests: count,
    commits: count,
    // Records of before they were read have none.
    check_suites: count.default(0),
    workflow_runs: count.default(0),
    deployments: count,
    releases: count,
    snapshots: count,
  }),
  errors_total: count,
  /** The first of them. */
  errors: z.array(
    z.object({
      repository: z.string().nullable(),
      operation: z.string(),
      message: z.string(),
      at: time,
    }),
  ),
  /** Who was left out, and why; nothing failed. */
  skipped: z.array(z.object({ owner: z.string(), reason: z.string() })).default([]),
  /** What is left of the budget of the token, when it was told last. */
  rate_limit_remaining: count.nullable(),
})

export type SyncRun = z.output<typeof syncRunSchema>
export type SyncMode = SyncRun['mode']

/** `requests.github-agent.sync_start`: refused with `sync_running` while one runs. */
export const syncStartRequest = {
  request: z.object({
    mode: z.enum(syncModes),
    repository: z.string().nullable(),
    requested_by: z.string(),
  }),
  answer: z.object({ run: syncRunSchema }),
}

/** `requests.github-agent.sync_runs`: the one under way, and the newest that ended. */
export const syncRunsRequest = {
  request: z.object({ ended: z.int().min(0).max(100) }),
  answer: z.object({ running: syncRunSchema.nullable(), ended: z.array(syncRunSchema) }),
}

/** `requests.github-agent.sync_cancel`: refused with `sync_not_running` when it is not this one that runs. */
export const syncCancelRequest = {
  request: z.object({ id: z.string() }),
  answer: z.object({ run: syncRunSchema }),
}

export type SyncStartRequest = z.output<typeof syncStartRequest.request>
export type SyncRunsAnswer = z.output<typeof syncRunsRequest.answer>
