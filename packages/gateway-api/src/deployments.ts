import { z } from 'zod'
import { listOf } from './answers.ts'
import { cursor, limit, repository, since, sortedBy, texts, time, until, words } from './parameters.ts'
import { defineRoute, noParameters } from './route.ts'

/** `created` has no status yet. */
export const deploymentStates = [
  'created',
  'waiting',
  'queued',
  'pending',
  'in_progress',
  'error',
  'failure',
  'success',
  'inactive',
] as const

const seconds = z.int().nullable().describe('Seconds; null while it has not happened.')

const deploymentStatus = z
  .object({
    id: z.int(),
    state: z.string().describe('As GitHub says.'),
    at: time,
    creator: z.string().nullable(),
  })
  .meta({ id: 'DeploymentStatus' })

export const deploymentEntry = z
  .object({
    repository: z.string().describe('Its name now.'),
    repository_id: z.int(),
    id: z.int(),
    environment: z.string(),
    production: z
      .boolean()
      .describe('By GitHub’s `production_environment`, or by the name `prod` or `production`.'),
    state: z.enum(deploymentStates).describe('The newest status by its own time.'),
    state_at: time,
    ref: z.string(),
    sha: z.string(),
    task: z.string(),
    creator: z.string().nullable(),
    hotfix: z.boolean().describe('Its ref matches `OCTO_HOTFIX_PATTERN`.'),
    created_at: time,
    started_at: time.nullable().describe('The first status `in_progress`.'),
    succeeded_at: time.nullable().describe('The first status `success`.'),
    failed_at: time.nullable().describe('The first status `failure` or `error`.'),
    time_to_success_seconds: seconds.describe('From creation to the first success.'),
    statuses: z.array(deploymentStatus).describe('Oldest first.'),
  })
  .meta({ id: 'Deployment' })

export const deploymentOrders = {
  created_at: 'value',
  state: 'text',
  environment: 'text',
  ref: 'text',
  creator: 'text',
  time_to_success: 'value',
} as const

export const listDeployments = defineRoute({
  operationId: 'listDeployments',
  method: 'get',
  path: '/api/v1/deployments',
  role: 'viewer',
  tag: 'Delivery performance',
  summary: 'Deployments as they are now',
  description:
    'The newest first, or in the order that `sort` names; each with its statuses. `since` and `until` are about their creation.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    environment: texts('Environments, in any case.'),
    state: words(deploymentStates, 'The newest status; `created` while there is none.'),
    production: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .optional()
      .describe('Only those to production, or only the others.'),
    since,
    until,
    ...sortedBy(deploymentOrders, 'created_at'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(deploymentEntry),
  problems: [],
})

export const releaseKinds = ['release', 'prerelease', 'draft'] as const

export const releaseEntry = z
  .object({
    repository: z.string().describe('Its name now.'),
    repository_id: z.int(),
    id: z.int(),
    tag_name: z.string(),
    name: z.string().nullable(),
    kind: z.enum(releaseKinds),
    target: z.string().nullable().describe('The branch or commit that its tag was made from.'),
    author: z.string().nullable(),
    hotfix: z.boolean().describe('Its tag, name or target matches `OCTO_HOTFIX_PATTERN`.'),
    created_at: time.describe('As GitHub says: of a published one the time of its commit.'),
    published_at: time.nullable(),
  })
  .meta({ id: 'Release' })

export const releaseOrders = {
  id: 'value',
  published_at: 'value',
  created_at: 'value',
  tag_name: 'text',
  name: 'text',
  kind: 'text',
  target: 'text',
  author: 'text',
} as const

export const listReleases = defineRoute({
  operationId: 'listReleases',
  method: 'get',
  path: '/api/v1/releases',
  role: 'viewer',
  tag: 'Delivery performance',
  summary: 'Releases as they are now',
  description:
    'The newest made first, which is the order of their ids, or in the order that `sort` names; deleted ones are left out. `since` and `until` are about their publication, which a draft does not have.',
  pathParameters: noParameters,
  query: z.object({
    repository,
    kind: words(releaseKinds, 'Published, published for testing, or not yet published.'),
    since,
    until,
    ...sortedBy(releaseOrders, 'id'),
    limit,
    cursor,
  }),
  status: 200,
  answer: listOf(releaseEntry),
  problems: [],
})
