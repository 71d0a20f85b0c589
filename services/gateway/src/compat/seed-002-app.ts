import {
  appCallbackRequest,
  appCreationRequest,
  appInstallationRequest,
  installationSchema,
  installationsRequest,
  repositoryAccessRequest,
} from '@octometer/event-contracts'
import { defineRoute, noParameters } from '@octometer/gateway-api'
import { hasRole, problem } from '@octometer/service-kit'
import { z } from 'zod'
import { requireEveryRepository } from '../every-repository.ts'
import { askGitHub, githubProblems } from '../github/ask-github.ts'
import { repositoryPlace, requireVisibleRepository } from '../github/repository-place.ts'
import { compatEndpoint } from './compat-endpoint.ts'

/** What these have in common: they are about the GitHub App. */
const ofApp = { tag: 'Seed 002', pathParameters: noParameters, problems: githubProblems } as const

const time = z.iso.datetime()
const state = z.string().min(1).max(200).describe('As it was given out; it serves once, for an hour.')
const code = z.string().min(1).max(200)
const installationId = z.int().min(1)

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

const beginCreation = compatEndpoint(
  defineRoute({
    ...ofApp,
    operationId: 'seed002BeginAppCreation',
    method: 'post',
    path: '/auth/github/app',
    role: 'admin',
    summary: 'Begins to make the GitHub App',
    description:
      'Open `url` in a browser within the hour: its button sends GitHub what the App is to be. GitHub sends the browser back to `/auth/github/callback`, and the App’s secrets are kept, sealed with OCTO_ENCRYPTION_KEY.',
    query: noParameters,
    body: z.strictObject({
      public_url: z
        .string()
        .max(300)
        .refine(isWebAddress, 'must be an http or https URL')
        .describe('Where browsers find the gateway.'),
      organization: z
        .string()
        .regex(/^[A-Za-z0-9-]{1,100}$/, 'must be a login')
        .optional()
        .describe('Whose App it is; yours unless given.'),
    }),
    status: 201,
    answer: z.strictObject({ url: z.string(), expires_at: time }),
  }),
  'deliveries',
  async (gateway, { body, principal }) => {
    requireEveryRepository(principal, 'The App is of every repository')
    const public_url = body.public_url.replace(/\/+$/, '')
    const { organization = null } = body
    const asked = { user: principal.name, public_url, organization }
    const begun = await askGitHub(gateway, appCreationRequest, asked)
    return { url: `${public_url}/auth/github/app?state=${begun.state}`, expires_at: begun.expires_at }
  },
)

const beginInstallation = compatEndpoint(
  defineRoute({
    ...ofApp,
    operationId: 'seed002BeginInstallation',
    method: 'get',
    path: '/auth/github/install',
    role: 'viewer',
    summary: 'Begins to install the GitHub App',
    description: 'Open `url` in a browser within the hour. GitHub sends it back to `/auth/github/callback`.',
    query: noParameters,
    status: 200,
    answer: z.strictObject({ url: z.string(), state: z.string(), expires_at: time }),
  }),
  'deliveries',
  (gateway, { principal }) => askGitHub(gateway, appInstallationRequest, { user: principal.name }),
)

const install = compatEndpoint(
  defineRoute({
    ...ofApp,
    operationId: 'seed002Install',
    method: 'post',
    path: '/auth/github/install',
    role: 'viewer',
    summary: 'Exchanges code and state for an installation',
    description:
      'For a client that GitHub’s redirect reached itself. The state must have been given to who asks. The installation is theirs if GitHub says so of the user who was given the code.',
    query: noParameters,
    body: z.object({ code, state, installation_id: installationId.optional() }),
    status: 200,
    answer: z.strictObject({ status: z.literal('success'), installation_id: z.int() }),
  }),
  'deliveries',
  async (gateway, { body, principal }) => {
    const asked = { ...body, installation_id: body.installation_id ?? null, user: principal.name }
    const ended = await askGitHub(gateway, appCallbackRequest, asked)
    if (ended.begun === 'creation') {
      throw problem(409, 'app_created', 'The state was for making the App, which is made now.')
    }
    return { status: 'success' as const, installation_id: ended.installation_id }
  },
)

const callback = compatEndpoint(
  defineRoute({
    ...ofApp,
    operationId: 'seed002Callback',
    method: 'get',
    path: '/auth/github/callback',
    role: null,
    summary: 'Where GitHub sends browsers back to',
    description: 'After the App was made, or installed. Who has the state may; it serves once.',
    query: z.object({
      state,
      code: code.optional(),
      installation_id: installationId.optional(),
      setup_action: z.string().max(20).optional().describe('install, update or request, as GitHub says.'),
    }),
    status: 200,
    answer: z.strictObject({
      status: z.literal('success'),
      installation_id: z.int().nullable().describe('Null after the App was made.'),
      next: z.string().nullable().describe('Where to go on: GitHub’s page of the App that was made.'),
    }),
    problems: [...githubProblems, 403],
  }),
  'deliveries',
  async (gateway, { query }) => {
    const { code: given = null, installation_id = null } = query
    const asked = { state: query.state, code: given, installation_id, user: null }
    const ended = await askGitHub(gateway, appCallbackRequest, asked)
    return ended.begun === 'creation'
      ? { status: 'success' as const, installation_id: null, next: `${ended.html_url}/installations/new` }
      : { status: 'success' as const, installation_id: ended.installation_id, next: null }
  },
)

const installations = compatEndpoint(
  defineRoute({
    ...ofApp,
    operationId: 'seed002ListInstallations',
    method: 'get',
    path: '/auth/github/installations',
    role: 'viewer',
    summary: 'Installations of the GitHub App',
    description: 'Those of who asks, as GitHub had them last: every delivery about one has it read again.',
    query: z.object({
      all: z
        .stringbool({ error: 'must be true or false' })
        .default(false)
        .describe('`true`: everybody’s, for an admin.'),
    }),
    status: 200,
    answer: z.strictObject({ installations: z.array(installationSchema) }),
  }),
  'deliveries',
  async (gateway, { query, principal }) => {
    if (query.all) {
      if (!hasRole(principal, 'admin')) {
        throw problem(403, 'role_insufficient', 'Everybody’s installations are for the role admin.')
      }
      requireEveryRepository(principal, 'An installation has repositories')
    }
    return askGitHub(gateway, installationsRequest, { user: query.all ? null : principal.name })
  },
)

const access = compatEndpoint(
  defineRoute({
    ...ofApp,
    operationId: 'seed002CheckAccess',
    method: 'get',
    path: '/auth/github/access/{owner}/{repo}',
    role: 'viewer',
    summary: 'Whether a repository can be reached through an installation of who asks',
    description: 'GitHub is asked which installation has it; one that is suspended gives no access.',
    pathParameters: repositoryPlace,
    query: noParameters,
    status: 200,
    answer: z.strictObject({ accessible: z.boolean(), installation_id: z.int().nullable() }),
  }),
  'deliveries',
  async (gateway, { path, principal }) => {
    await requireVisibleRepository(gateway, principal, path)
    const asked = { ...path, user: principal.name }
    const { installation_id } = await askGitHub(gateway, repositoryAccessRequest, asked)
    return { accessible: installation_id !== null, installation_id }
  },
)

export const seed002AppEndpoints = [
  beginCreation,
  beginInstallation,
  install,
  callback,
  installations,
  access,
]
