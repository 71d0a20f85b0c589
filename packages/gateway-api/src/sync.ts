import { z } from 'zod'
import { freshness, listOf } from './answers.ts'
import { cursor, limit, repository, repositoryName, sortedBy, time } from './parameters.ts'
import { proofParameters, proven } from './proof.ts'
import { defineRoute, noParameters } from './route.ts'

const TAG = 'Sync'

const count = z.int()

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

const run = {
  id: z.string(),
  mode: z.enum(syncModes),
  repository: z.string().nullable().describe('Of a sync of one.'),
  cause: z.enum(['request', 'schedule', 'poll']),
  source: z.literal('github').describe('Where its records come from.'),
  records_imported: count.describe(
    'Issues, pull requests, commits, deployments and releases that were read.',
  ),
  records_failed: count.describe('What could not be read: as many as `errors_total`.'),
  requested_by: z.string().nullable(),
  stage: z
    .enum(syncStages)
    .describe('The last three are ends; `failed`: there are errors, and everything else was read.'),
  started_at: time,
  ended_at: time.nullable(),
  duration_seconds: z.number().describe('Until its end, or until now.'),
  resumed: count.describe('How often another process went on with it where it stood.'),
  repositories_total: count.nullable().describe('Null until they are listed.'),
  repositories_processed: count,
  current_repositories: z.array(z.string()).describe('Being read now; those that the asker may see.'),
  estimated_completion_at: time.nullable().describe('As long for each that is left as for those before it.'),
  counts: z.object({
    repositories: count.describe('Read without an error.'),
    issues: count,
    pull_requests: count,
    commits: count,
    check_suites: count.describe('With their runs; those of the last 30 days.'),
    workflow_runs: count.describe('The newest attempt of each, of the last 30 days.'),
    deployments: count,
    releases: count,
    snapshots: count.describe('Appended to the log.'),
  }),
  errors_total: count,
  errors: z
    .array(
      z.object({
        repository: z.string().nullable().describe('Null: of the sync itself.'),
        operation: z.string().describe('What could not be read.'),
        message: z.string(),
        at: time,
      }),
    )
    .describe('The first hundred of them; those of repositories that the asker may see.'),
  skipped: z
    .array(z.object({ owner: z.string(), reason: z.string() }))
    .describe(
      'Whose repositories were left out, which is no error: installations that are suspended. Told to those who may see every repository.',
    ),
  rate_limit_remaining: count
    .nullable()
    .describe('Points of GraphQL that were left; null until GitHub told.'),
}

export const syncRun = z.object(run).meta({ id: 'Sync' })
const syncAnswer = z.object({ ...run, freshness }).meta({ id: 'SyncAnswer' })

const startBody = z.strictObject({
  mode: z
    .enum(syncModes)
    .default('incremental')
    .describe('`full`: everything. `incremental`: what changed since each repository was read last.'),
  repository: repositoryName.optional().describe('Of the mode `repository`.'),
})

export const startSync = defineRoute({
  operationId: 'startSync',
  method: 'post',
  path: '/api/v1/sync',
  role: 'operator',
  tag: TAG,
  summary: 'Read repositories from GitHub',
  description:
    'One at a time: 409 `sync_running` while one runs. 503 when no github-agent runs that has a token or an App.',
  pathParameters: noParameters,
  query: noParameters,
  body: startBody,
  status: 202,
  answer: syncAnswer,
  problems: [403, 409],
})

const id = z.object({ id: z.uuid({ error: 'must be the id of a sync' }) })

export const getSync = defineRoute({
  operationId: 'getSync',
  method: 'get',
  path: '/api/v1/sync/{id}',
  role: 'viewer',
  tag: TAG,
  summary: 'One sync, its progress or how it ended',
  description: 'The last hundred are remembered. `GET /stream?kind=sync` tells the same while it changes.',
  pathParameters: id,
  query: noParameters,
  status: 200,
  answer: syncAnswer,
  problems: [404],
})

export const cancelSync = defineRoute({
  operationId: 'cancelSync',
  method: 'delete',
  path: '/api/v1/sync/{id}',
  role: 'operator',
  tag: TAG,
  summary: 'Stop a sync',
  description: 'It ends as `cancelled`; what it appended stays. 409 when it has ended already.',
  pathParameters: id,
  query: noParameters,
  status: 200,
  answer: syncAnswer,
  problems: [403, 404, 409],
})

export const syncOrders = {
  started_at: 'value',
  duration: 'value',
  stage: 'text',
  mode: 'text',
  repositories: 'value',
  pull_requests: 'value',
  issues: 'value',
  commits: 'value',
  snapshots: 'value',
  errors: 'value',
} as const

export const listSyncs = defineRoute({
  operationId: 'listSyncs',
  method: 'get',
  path: '/api/v1/sync/history',
  role: 'viewer',
  tag: TAG,
  summary: 'Syncs that ended',
  description:
    'The newest first, or in the order that `sort` names; a hundred at most. A poll that found nothing is none of them.',
  pathParameters: noParameters,
  query: z.object({ ...sortedBy(syncOrders, 'started_at'), limit, cursor }),
  status: 200,
  answer: listOf(syncRun),
  problems: [],
})

const syncStats = z
  .object({
    total: count.describe('Syncs that are remembered and ended.'),
    completed: count,
    failed: count,
    cancelled: count,
    success_rate: z
      .number()
      .nullable()
      .describe('Completed of completed and failed, from 0 to 1; null before the first.'),
    average_duration_seconds: z
      .number()
      .nullable()
      .describe('Of those that completed; null before the first.'),
    snapshots: count.describe('Appended by all of them.'),
    last_sync_at: time.nullable().describe('When the newest began.'),
    last_success_at: time.nullable().describe('When the newest that completed began.'),
    freshness,
  })
  .meta({ id: 'SyncStats' })

export const getSyncStats = defineRoute({
  operationId: 'getSyncStats',
  method: 'get',
  path: '/api/v1/sync/stats',
  role: 'viewer',
  tag: TAG,
  summary: 'How syncs went',
  description: 'Of those that are remembered: a hundred at most.',
  pathParameters: noParameters,
  query: noParameters,
  status: 200,
  answer: syncStats,
  problems: [],
})

const completeness = z
  .object({
    repository: z.string(),
    repository_id: count,
    kind: z
      .string()
      .describe(
        '`pull_requests_open`, `pull_requests_closed`, `pull_requests_merged`, `issues_open`, `issues_closed`, `deployments`, `releases`.',
      ),
    counted_at: time.describe('When GitHub was asked.'),
    github: count.describe('GitHub’s own `totalCount` then.'),
    held: count.describe('How many are held now.'),
  })
  .meta({ id: 'RepositoryCompleteness' })

export const completenessOrders = {
  repository: 'text',
  kind: 'text',
  github: 'value',
  held: 'value',
  missing: 'value',
  counted_at: 'value',
} as const

export const listCompleteness = defineRoute({
  operationId: 'listSyncCompleteness',
  method: 'get',
  path: '/api/v1/sync/completeness',
  role: 'viewer',
  tag: TAG,
  summary: 'What GitHub counts, and what is held',
  description:
    'Per repository and kind, of repositories that a sync has read; by name, or in the order that `sort` names, of which `missing` is what GitHub counts beyond what is held. What happened after GitHub was asked is held and not counted by it.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    ...sortedBy(completenessOrders, 'repository'),
    limit,
    cursor,
    ...proofParameters,
  }),
  status: 200,
  answer: listOf(completeness).extend(proven),
  problems: [],
})
