import { startProjectors } from '@octometer/projectors'
import { createLogger } from '@octometer/telemetry'
import { type GitHubSimulator, startGitHubSimulator } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { startTestAgent } from './support/github-agent.ts'
import { sendEvents } from './support/send-events.ts'
import { startTestSystem, type TestSystem, testSettings } from './support/system.ts'

let stack: AsyncDisposableStack
let system: TestSystem
let github: GitHubSimulator
let gateway: AskedGateway
let agent: AsyncDisposable

const patient = { timeout: 20_000 }

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  github = stack.use(await startGitHubSimulator({ flowing: true }))
  const times = { from: new Date('2025-12-01T00:00:00Z'), until: new Date('2026-01-01T00:00:00Z') }
  github.seed({ seed: 1, repositories: 2, issuesAndPullRequests: 2, ...times })
  gateway = stack.use(await startAskedGateway(system, new Date(github.clock.now())))
  const { log, store } = system
  const projecting = { log, store, logger: createLogger({ service: 'test', level: 'error' }) }
  stack.use(
    await startProjectors(['deliveries'], {
      ...projecting,
      ...{ settings: testSettings, now: () => new Date(), paceMs: 50 },
    }),
  )
  agent = startTestAgent(system, github, {})
  stack.defer(() => agent[Symbol.asyncDispose]())
})

afterAll(() => stack.disposeAsync())

const begun = z.strictObject({ url: z.string(), state: z.string(), expires_at: z.iso.datetime() })

/** What GitHub sends along to its page, and back. */
async function beginInstall(as: 'viewer' | 'operator' = 'viewer') {
  const { status, body } = await gateway.ask('/auth/github/install', { as })
  expect({ status, body }).toMatchObject({ status: 200 })
  return begun.parse(body)
}

const appId = () => [...github.credentials.apps.keys()][0] ?? 0
const install = (body: object, as: 'viewer' | 'operator' = 'viewer') =>
  gateway.ask('/auth/github/install', { method: 'POST', body, as })

async function installations(query = '', as: 'viewer' | 'operator' | 'admin' = 'viewer') {
  const { body } = await gateway.ask(`/auth/github/installations${query}`, { as })
  return body.installations
}

const access = (repository: string, as: 'viewer' | 'operator' = 'viewer') =>
  gateway.ask(`/auth/github/access/${repository}`, { as }).then(({ body }) => body)

test('the App is made on GitHub’s page from a manifest with the least permissions, and its secrets are sealed', async () => {
  const asked = { method: 'POST', body: { public_url: 'https://octometer.example/' } } as const
  expect(await gateway.ask('/auth/github/app', { ...asked, as: 'operator' })).toMatchObject({ status: 403 })
  const begin = () => gateway.ask('/auth/github/app', { ...asked, as: 'admin' })
  await expect.poll(async () => (await begin()).status, patient).toBe(201)
  const { body } = await begin()
  const { pathname, search } = new URL(String(body.url))
  const page = await fetch(`${gateway.url}${pathname}${search}`)
  const html = (await page.text()).replaceAll('&quot;', '"')
  expect(html).toContain(`action="${github.url}/settings/apps/new${search}"`)
  expect(page.headers.get('content-security-policy')).toContain(`form-action ${github.url}`)
  const manifest = JSON.parse(/value="(\{.*\})"/.exec(html)?.[1] ?? '')
  expect(manifest).toMatchObject({
    hook_attributes: { url: 'https://octometer.example/webhooks/github', active: true },
    redirect_url: 'https://octometer.example/auth/github/callback',
    request_oauth_on_install: true,
    default_events: expect.arrayContaining(['push', 'pull_request', 'issues']),
  })
  expect(new Set(Object.values(manifest.default_permissions))).toEqual(new Set(['read']))

  const code = github.acceptManifest({ owner: 'acme', webhookUrl: `${system.url}/webhooks/github` })
  const callback = () => gateway.ask(`/auth/github/callback${search}&code=${code}`, { as: null })
  const made = await callback()
  expect(made).toMatchObject({ status: 200, body: { status: 'success', installation_id: null } })
  expect(String(made.body.next)).toMatch(/^https:\/\/github.com\/apps\/.*\/installations\/new$/)
  expect(await callback()).toMatchObject({ status: expect.any(Number) })
  // It begins anew with the App, and so does the next that starts.
  await expect.poll(async () => (await gateway.ask('/auth/github/install')).status, patient).toBe(200)
  await agent[Symbol.asyncDispose]()
  agent = startTestAgent(system, github, {})
  await expect.poll(async () => (await gateway.ask('/auth/github/install')).status, patient).toBe(200)
  expect(await callback()).toMatchObject({ status: 409, body: { code: 'state_unknown' } })
  expect(await begin()).toMatchObject({ status: 409, body: { code: 'app_state' } })
})

test('seed 002: POST /auth/github/install exchanges code and a state that is checked for an installation', async () => {
  const { url, state } = await beginInstall()
  expect(url).toMatch(/\/apps\/.*\/installations\/new\?state=/)
  const id = github.credentials.install(appId(), { account: 'acme', repositories: ['acme/service-000'] })
  const code = () => github.credentials.authorize('mona', appId(), ['acme'])
  // Another's state, none, one that GitHub does not vouch for; each is used up.
  expect(await install({ code: code(), state }, 'operator')).toMatchObject({ status: 409 })
  expect(await install({ code: code(), state: 'made up' })).toMatchObject({ status: 409 })
  const foreign = github.credentials.authorize('eve', appId(), ['evil'])
  const { state: second } = await beginInstall()
  expect(await install({ code: foreign, state: second, installation_id: id })).toMatchObject({ status: 403 })
  expect(await installations()).toEqual([])

  const { state: third } = await beginInstall()
  expect(await install({ code: 'made up', state: third })).toMatchObject({ status: 403 })
  const { state: fourth } = await beginInstall()
  const answer = await install({ code: code(), state: fourth })
  expect(answer).toMatchObject({ status: 200, body: { status: 'success', installation_id: id } })
  expect(Object.keys(answer.body)).toHaveLength(2)
})

test('seed 002: GET /auth/github/installations, and access to a repository through any of a user’s', async () => {
  const [first] = [...github.credentials.installations.keys()]
  const acme = { id: first, account: 'acme', repository_selection: 'selected', suspended_at: null }
  expect(await installations()).toMatchObject([{ ...acme, repositories: ['acme/service-000'] }])
  expect(await installations('', 'operator')).toEqual([])
  expect(await installations('?all=true', 'admin')).toMatchObject([acme])
  expect(await gateway.ask('/auth/github/installations?all=true')).toMatchObject({ status: 403 })
  expect(await access('acme/service-000')).toEqual({ accessible: true, installation_id: first })
  expect(await access('acme/service-001')).toEqual({ accessible: false, installation_id: null })
  expect(await access('acme/service-000', 'operator')).toEqual({ accessible: false, installation_id: null })
})

test('every interaction with the App is written down, with who it was and why it was refused', async () => {
  const interactions = async () => {
    const { body } = await gateway.ask('/api/v1/github-app/interactions?limit=1000', { as: 'admin' })
    return z.array(z.looseObject({ interaction: z.string(), user: z.string().nullable() })).parse(body.data)
  }
  const checks = async () =>
    (await interactions()).filter(({ repository }) => repository === 'acme/service-001').length
  await access('acme/service-001')
  // The test before asked for it once; what was done before is archived before.
  await expect.poll(checks, patient).toBe(2)
  const all = await interactions()
  expect(all[0]).toMatchObject({
    ...{ interaction: 'access_checked', repository: 'acme/service-001', installation_id: null },
    ...{ outcome: 'done', app_id: appId(), user: expect.any(String) },
  })
  expect(all.map(({ interaction }) => interaction)).toEqual(
    expect.arrayContaining(['creation_begun', 'manifest_shown', 'returned', 'installation_begun']),
  )
  const returned = all.filter(({ interaction }) => interaction === 'returned')
  expect(returned.map(({ outcome, reason }) => [outcome, reason])).toEqual(
    expect.arrayContaining([
      ['done', null],
      ['refused', 'state_unknown'],
      ['refused', 'refused_by_github'],
    ]),
  )
  // The first test came back a second time, as anybody could.
  expect(all.filter(({ user, reason }) => user === null && reason === 'state_unknown')).toEqual([])
  const { body } = await gateway.ask('/api/v1/github-app/interactions?limit=2', { as: 'admin' })
  const { next_cursor } = z.looseObject({ next_cursor: z.string() }).parse(body.page)
  const next = `/api/v1/github-app/interactions?limit=2&cursor=${next_cursor}`
  expect((await gateway.ask(next, { as: 'admin' })).body.data).toEqual(all.slice(2, 4))
  expect(await gateway.ask('/api/v1/github-app/interactions', { as: 'operator' })).toMatchObject({
    status: 403,
  })
  for (const secret of github.credentials.secrets) expect(JSON.stringify(all)).not.toContain(secret)
})

test('installations follow their deliveries: repositories, suspended, deleted', async () => {
  const { credentials, world } = github
  const [installation] = [...credentials.installations.values()]
  if (installation === undefined) throw new Error('it was installed above')
  const { id } = installation
  installation.repositoryIds = [...world.repositories.keys()]
  // Signed with the secret of the App that only the sealed record holds.
  const organization = world.accounts.get('acme') ?? {}
  await github.publish({ event: 'installation_repositories', payload: { action: 'added', organization } })
  await expect
    .poll(() => installations(), patient)
    .toMatchObject([{ id, repositories: ['acme/service-000', 'acme/service-001'] }])

  installation.suspendedAt = github.clock.now()
  await sendEvents(system, [{ event: 'installation', payload: { action: 'suspend', installation: { id } } }])
  await expect
    .poll(() => installations(), patient)
    .toMatchObject([{ id, repositories: [], suspended_at: expect.any(String) }])
  expect(await access('acme/service-000')).toEqual({ accessible: false, installation_id: null })

  credentials.installations.delete(id)
  await sendEvents(system, [{ event: 'installation', payload: { action: 'deleted', installation: { id } } }])
  await expect.poll(() => installations(), patient).toEqual([])
})

test('without the App’s client secret only a fresh installation that is nobody’s is taken', async () => {
  await agent[Symbol.asyncDispose]()
  const app = github.createApp({ slug: 'given' })
  const old = github.credentials.install(app.id, { account: 'acme' })
  await github.clock.advance(60_000)
  agent = startTestAgent(system, github, {
    OCTO_GITHUB_APP_ID: String(app.id),
    OCTO_GITHUB_APP_PRIVATE_KEY: app.pem,
  })
  await expect.poll(async () => (await gateway.ask('/auth/github/install')).status, patient).toBe(200)
  const back = async (id: number) => {
    const { state } = await beginInstall()
    return () => gateway.ask(`/auth/github/callback?state=${state}&installation_id=${id}`, { as: null })
  }
  expect(await (await back(old))()).toMatchObject({ status: 403 })
  const { state } = await beginInstall()
  const fresh = github.credentials.install(app.id, { account: 'acme' })
  const path = `/auth/github/callback?state=${state}&installation_id=${fresh}&setup_action=install`
  expect(await gateway.ask(path, { as: null })).toMatchObject({
    status: 200,
    body: { status: 'success', installation_id: fresh, next: null },
  })
  expect(await (await back(fresh))()).toMatchObject({ status: 403 })
  expect(await installations()).toMatchObject([{ id: fresh }])
  const { credentials } = github
  const told = JSON.stringify(await installations('?all=true', 'admin'))
  for (const secret of credentials.secrets) expect(told).not.toContain(secret)
})
