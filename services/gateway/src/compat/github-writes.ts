import {
  cacheInvalidateRequest,
  labelCreateRequest,
  labelDeleteRequest,
  labelSchema,
  labelUpdateRequest,
  repositorySettingsRequest,
  repositorySettingsSchema,
} from '@octometer/event-contracts'
import { defineRoute, noParameters } from '@octometer/gateway-api'
import { z } from 'zod'
import { askGitHub, githubProblems } from '../github/ask-github.ts'
import { pathSegment, repositoryPlace, requireVisibleRepository } from '../github/repository-place.ts'
import { compatEndpoint } from './compat-endpoint.ts'

/** What these have in common: they change something at GitHub, or what is kept of it. */
const atGitHub = { role: 'operator', tag: 'Seed 001', query: noParameters, problems: githubProblems } as const

const labelName = z.string().min(1).max(50)
const color = z.string().regex(/^[0-9a-fA-F]{6}$/, 'must be six hexadecimal digits, without #')
const description = z.string().max(100).nullable()
const oneLabel = repositoryPlace.extend({
  name: pathSegment(50).describe('Name of the label; one with a slash cannot be addressed here.'),
})

const createLabel = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001CreateLabel',
    method: 'post',
    path: '/api/v1/github/{owner}/{repo}/labels',
    summary: 'Creates a label',
    description: 'GitHub refuses a name that is taken with 422.',
    pathParameters: repositoryPlace,
    body: z.object({
      name: labelName,
      color: color.default('ededed'),
      description: description.optional(),
    }),
    status: 201,
    answer: z.strictObject({ action: z.literal('created'), label: labelSchema }),
  }),
  'issues',
  async (gateway, { path, body, principal }) => {
    await requireVisibleRepository(gateway, principal, path)
    const label = await askGitHub(gateway, labelCreateRequest, { ...path, ...body })
    return { action: 'created' as const, label }
  },
)

const updateLabel = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001UpdateLabel',
    method: 'patch',
    path: '/api/v1/github/{owner}/{repo}/labels/{name}',
    summary: 'Changes or renames a label',
    description: 'What is not given stays.',
    pathParameters: oneLabel,
    body: z.object({
      new_name: labelName.optional(),
      color: color.optional(),
      description: description.optional(),
    }),
    status: 200,
    answer: z.strictObject({ action: z.literal('updated'), label: labelSchema }),
  }),
  'issues',
  async (gateway, { path, body, principal }) => {
    await requireVisibleRepository(gateway, principal, path)
    const label = await askGitHub(gateway, labelUpdateRequest, { ...path, ...body })
    return { action: 'updated' as const, label }
  },
)

const deleteLabel = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001DeleteLabel',
    method: 'delete',
    path: '/api/v1/github/{owner}/{repo}/labels/{name}',
    summary: 'Deletes a label',
    description: 'Issues lose it.',
    pathParameters: oneLabel,
    status: 204,
    answer: z.object({}),
  }),
  'issues',
  async (gateway, { path, principal }) => {
    await requireVisibleRepository(gateway, principal, path)
    return askGitHub(gateway, labelDeleteRequest, path)
  },
)

const changeSettings = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001ChangeSettings',
    method: 'patch',
    path: '/api/v1/github/{owner}/{repo}/settings',
    summary: 'Changes settings of a repository',
    description:
      'What is not given stays. `has_pages` is a call of its own: true publishes the default branch’s root, false takes the site down. `settings` is what holds then, `updated` names what was given.',
    pathParameters: repositoryPlace,
    body: repositorySettingsSchema.partial().refine((settings) => Object.keys(settings).length > 0, {
      error: 'must name a setting',
      path: ['body'],
    }),
    status: 200,
    answer: z.strictObject({ updated: z.array(z.string()), settings: repositorySettingsSchema }),
  }),
  'repositories',
  async (gateway, { path, body, principal }) => {
    await requireVisibleRepository(gateway, principal, path)
    const settings = await askGitHub(gateway, repositorySettingsRequest, { ...path, settings: body })
    return { updated: Object.keys(body), settings }
  },
)

const invalidateCache = compatEndpoint(
  defineRoute({
    ...atGitHub,
    operationId: 'seed001InvalidateCache',
    method: 'post',
    path: '/api/v1/github/{owner}/{repo}/cache/invalidate',
    summary: 'Forgets what is kept of a repository',
    description: 'Of exactly this one, under all its names.',
    pathParameters: repositoryPlace,
    status: 200,
    answer: z.strictObject({ status: z.literal('success'), message: z.string() }),
  }),
  'repositories',
  async (gateway, { path, principal }) => {
    await requireVisibleRepository(gateway, principal, path)
    const { forgotten } = await askGitHub(gateway, cacheInvalidateRequest, path)
    const message = `${forgotten} answers about ${path.owner}/${path.repo} are forgotten`
    return { status: 'success' as const, message }
  },
)

export const githubWrites = [createLabel, updateLabel, deleteLabel, changeSettings, invalidateCache]
