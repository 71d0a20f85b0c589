import {
  repositoryInfoRequest,
  repositoryIssuesRequest,
  repositoryPullsRequest,
  repositoryWorkflowsRequest,
} from '@octometer/event-contracts'
import { defineRoute } from '@octometer/gateway-api'
import { z } from 'zod'
import { askGitHub, githubProblems } from '../github/ask-github.ts'
import { repositoryPlace, requireVisibleRepository } from '../github/repository-place.ts'
import { compatEndpoint } from './compat-endpoint.ts'

/** What the four have in common: they read a repository at GitHub. */
const atGitHub = {
  method: 'get',
  role: 'viewer',
  tag: 'Seed 001',
  pathParameters: repositoryPlace,
  status: 200,
  problems: githubProblems,
} as const

const useCache = z
  .stringbool({ error: 'must be true or false' })
  .default(true)
  .describe('`false`: GitHub is asked whether it has changed. True unless given.')
const state = z
  .enum(['open', 'closed', 'all'], { error: 'must be open, closed or all' })
  .default('open')
  .describe('open, closed or all; open unless given.')
const limit = z.int().min(1).max(1_000).default(100).describe('At most so many: 1 to 1000, 100 unless given.')

const info = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001GetRepositoryInfo',
    path: '/api/v1/github/{owner}/{repo}/info',
    summary: 'A repository, as GitHub has it',
    description: 'Kept for 300 seconds.',
    query: z.object({ use_cache: useCache }),
    answer: repositoryInfoRequest.answer,
  }),
  'repositories',
  async (gateway, { path, query, principal }) => {
    await requireVisibleRepository(gateway, principal, path)
    return askGitHub(gateway, repositoryInfoRequest, { ...path, ...query })
  },
)

const pulls = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001ListRepositoryPulls',
    path: '/api/v1/github/{owner}/{repo}/pulls',
    summary: 'Pull requests of a repository, as GitHub lists them',
    description: 'The newest first. Kept for 60 seconds. `head` and `base` are names of branches.',
    query: z.object({ state, limit, use_cache: useCache }),
    answer: repositoryPullsRequest.answer,
  }),
  'pull-requests',
  async (gateway, { path, query, principal }) => {
    await requireVisibleRepository(gateway, principal, path)
    return askGitHub(gateway, repositoryPullsRequest, { ...path, ...query })
  },
)

const issues = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001ListRepositoryIssues',
    path: '/api/v1/github/{owner}/{repo}/issues',
    summary: 'Issues of a repository, as GitHub lists them',
    description: 'The newest first, without pull requests. Kept for 60 seconds.',
    query: z.object({
      state,
      labels: z
        .string()
        .max(500)
        .optional()
        .describe('Names of labels with commas between them: issues that have all of them.'),
      limit,
    }),
    answer: repositoryIssuesRequest.answer,
  }),
  'issues',
  async (gateway, { path, query, principal }) => {
    await requireVisibleRepository(gateway, principal, path)
    const labels = (query.labels ?? '').split(',').flatMap((label) => label.trim() || [])
    return askGitHub(gateway, repositoryIssuesRequest, { ...path, ...query, labels })
  },
)

const workflows = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001ListRepositoryWorkflows',
    path: '/api/v1/github/{owner}/{repo}/workflows',
    summary: 'Workflows of a repository, as GitHub lists them',
    description: 'All of them.',
    query: z.object({}),
    answer: repositoryWorkflowsRequest.answer,
  }),
  'checks',
  async (gateway, { path, principal }) => {
    await requireVisibleRepository(gateway, principal, path)
    return askGitHub(gateway, repositoryWorkflowsRequest, path)
  },
)

export const githubReads = [info, pulls, issues, workflows]
