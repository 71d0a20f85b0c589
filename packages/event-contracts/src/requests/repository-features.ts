import { z } from 'zod'
import { githubRequest } from './github-request.ts'

const place = { owner: z.string(), repo: z.string() }
const time = z.iso.datetime()
/** False: GitHub is asked whether it has changed. */
const use_cache = z.boolean()
const state = z.enum(['open', 'closed', 'all'])
const limit = z.int().min(1).max(1_000)

const repositoryInfoSchema = z.strictObject({
  owner: z.string(),
  name: z.string(),
  full_name: z.string(),
  description: z.string().nullable(),
  url: z.string(),
  clone_url: z.string(),
  default_branch: z.string(),
  is_private: z.boolean(),
  stars: z.int(),
  forks: z.int(),
  language: z.string().nullable(),
  github_id: z.int(),
  created_at: time,
  updated_at: time,
  topics: z.array(z.string()),
  has_issues: z.boolean(),
  has_wiki: z.boolean(),
  has_pages: z.boolean(),
  open_issues_count: z.int().describe('Open issues and pull requests, as GitHub counts them.'),
})

const pullSchema = z.strictObject({
  number: z.int(),
  title: z.string(),
  state: z.string(),
  user: z.string().nullable(),
  created_at: time,
  updated_at: time,
  merged: z.boolean(),
  mergeable: z
    .boolean()
    .nullable()
    .describe('Null: GitHub tells it of a single pull request only, not in a list.'),
  head: z.string(),
  base: z.string(),
  html_url: z.string(),
})

const issueSchema = z.strictObject({
  number: z.int(),
  title: z.string(),
  state: z.string(),
  user: z.string().nullable(),
  labels: z.array(z.string()),
  assignees: z.array(z.string()),
  comments: z.int(),
  created_at: time,
  updated_at: time,
  closed_at: time.nullable(),
  html_url: z.string(),
})

const workflowSchema = z.strictObject({
  id: z.int(),
  name: z.string(),
  path: z.string(),
  state: z.string(),
  created_at: time,
  updated_at: time,
  url: z.string(),
  badge_url: z.string(),
})

export const labelSchema = z.strictObject({
  name: z.string(),
  color: z.string(),
  description: z.string().nullable(),
})

/** What of a repository's settings can be changed. */
export const repositorySettingsSchema = z.strictObject({
  description: z.string().max(350).nullable(),
  homepage: z.string().max(255).nullable(),
  has_issues: z.boolean(),
  has_wiki: z.boolean(),
  has_pages: z.boolean(),
  default_branch: z.string().min(1).max(255),
})

const labelValues = { color: z.string().optional(), description: z.string().nullable().optional() }

export const repositoryInfoRequest = githubRequest(
  'repository-info',
  z.object({ ...place, use_cache }),
  repositoryInfoSchema,
)

export const repositoryPullsRequest = githubRequest(
  'repository-pulls',
  z.object({ ...place, state, limit, use_cache }),
  z.array(pullSchema),
)

export const repositoryIssuesRequest = githubRequest(
  'repository-issues',
  z.object({ ...place, state, labels: z.array(z.string()), limit }),
  z.array(issueSchema),
)

export const repositoryWorkflowsRequest = githubRequest(
  'repository-workflows',
  z.object(place),
  z.array(workflowSchema),
)

export const labelCreateRequest = githubRequest(
  'label-create',
  z.object({ ...place, name: z.string(), ...labelValues }),
  labelSchema,
)

export const labelUpdateRequest = githubRequest(
  'label-update',
  z.object({ ...place, name: z.string(), new_name: z.string().optional(), ...labelValues }),
  labelSchema,
)

export const labelDeleteRequest = githubRequest(
  'label-delete',
  z.object({ ...place, name: z.string() }),
  z.object({}),
)

export const repositorySettingsRequest = githubRequest(
  'repository-settings',
  z.object({ ...place, settings: repositorySettingsSchema.partial() }),
  repositorySettingsSchema,
)

/** How many answers were forgotten, of exactly this repository. */
export const cacheInvalidateRequest = githubRequest(
  'cache-invalidate',
  z.object(place),
  z.object({ forgotten: z.int() }),
)
