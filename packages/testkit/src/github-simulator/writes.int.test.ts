import { expect, test } from 'vitest'
import { appToken, ask, askAll, field, type Question } from './asking.ts'
import { readDescribedApi } from './described-api.ts'
import { type GitHubSimulator, startGitHubSimulator } from './github-simulator.ts'

const described = readDescribedApi()
const from = new Date('2025-01-01T00:00:00Z')
const until = new Date('2026-01-01T00:00:00Z')
const home = '/repos/acme/service-000'

async function seeded(): Promise<GitHubSimulator> {
  const simulator = await startGitHubSimulator()
  simulator.seed({ seed: 1, repositories: 3, issuesAndPullRequests: 700, from, until })
  return simulator
}

/** Asks, and holds the answer to GitHub's description of the operation. */
async function conform(
  simulator: GitHubSimulator,
  token: string | null,
  operation: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const question: Question = {
    method: operation.split(' ')[0] ?? 'GET',
    ...(body === undefined ? {} : { body }),
  }
  const reply = await ask(simulator, token, path, question)
  const shown = typeof reply.body === 'object' ? reply.body : undefined
  const faults = described.faultsOf(operation, reply.status, shown)
  expect({ operation, faults, isGood: reply.status < 300 }).toEqual({ operation, faults: [], isGood: true })
  return reply.body
}

test.for([
  { all: `${home}/hooks`, template: '/repos/{owner}/{repo}/hooks' },
  { all: '/orgs/acme/hooks', template: '/orgs/{org}/hooks' },
])('hooks at $all are made, changed, pinged, redelivered and deleted', async ({ all, template }) => {
  await using simulator = await seeded()
  const token = simulator.credentials.createToken()
  const config = { url: 'http://127.0.0.1:9/', content_type: 'json', secret: 'very secret' }
  const asked = { name: 'web', events: ['push'], config }
  const made = await conform(simulator, token, `POST ${template}`, all, asked)
  expect(JSON.stringify(made)).not.toContain('very secret')
  const one = `${all}/${field(made, 'id')}`
  const twin = await ask(simulator, token, all, { method: 'POST', body: asked })
  expect(twin.status).toBe(422)
  await conform(simulator, token, `GET ${template}`, all)
  await conform(simulator, token, `GET ${template}/{hook_id}`, one)
  const changed = await conform(simulator, token, `PATCH ${template}/{hook_id}`, one, {
    add_events: ['issues'],
  })
  expect(field(changed, 'events')).toEqual(['push', 'issues'])
  await conform(simulator, token, `GET ${template}/{hook_id}/config`, `${one}/config`)
  const secret = () => simulator.hooks().find(({ id }) => id === field(made, 'id'))?.secret
  expect(secret()).toBe('very secret')
  await conform(simulator, token, `PATCH ${template}/{hook_id}/config`, `${one}/config`, { secret: 'other' })
  await conform(simulator, token, `PATCH ${template}/{hook_id}/config`, `${one}/config`, {
    insecure_ssl: '0',
  })
  expect(secret()).toBe('other')
  const whole = { config: { url: 'http://127.0.0.1:9/', content_type: 'json' } }
  await conform(simulator, token, `PATCH ${template}/{hook_id}`, one, whole)
  expect(secret()).toBeNull()
  await conform(simulator, token, `POST ${template}/{hook_id}/pings`, `${one}/pings`)
  const log = await conform(simulator, token, `GET ${template}/{hook_id}/deliveries`, `${one}/deliveries`)
  expect(log).toMatchObject([{ event: 'ping' }, { event: 'ping' }])
  const attempt = `${one}/deliveries/${Array.isArray(log) ? field(log[0], 'id') : ''}`
  await conform(simulator, token, `GET ${template}/{hook_id}/deliveries/{delivery_id}`, attempt)
  const redeliver = `POST ${template}/{hook_id}/deliveries/{delivery_id}/attempts`
  await conform(simulator, token, redeliver, `${attempt}/attempts`)
  await conform(simulator, token, `DELETE ${template}/{hook_id}`, one)
  expect((await ask(simulator, token, one)).status).toBe(404)
})

test('labels are made, renamed and deleted', async () => {
  await using simulator = await seeded()
  const token = simulator.credentials.createToken()
  const template = '/repos/{owner}/{repo}/labels'
  await conform(simulator, token, `POST ${template}`, `${home}/labels`, { name: 'help me', color: 'ff0000' })
  const again = await ask(simulator, token, `${home}/labels`, { method: 'POST', body: { name: 'Help Me' } })
  expect(again.status).toBe(422)
  const renamed = { new_name: 'help', description: 'wanted' }
  await conform(simulator, token, `PATCH ${template}/{name}`, `${home}/labels/help%20me`, renamed)
  await conform(simulator, token, `GET ${template}/{name}`, `${home}/labels/HELP`)
  await conform(simulator, token, `DELETE ${template}/{name}`, `${home}/labels/help`)
  expect((await ask(simulator, token, `${home}/labels/help`)).status).toBe(404)
})

test('an App made from a manifest has its hook, its installations and their tokens', async () => {
  await using simulator = await seeded()
  const code = simulator.acceptManifest({ name: 'meter', owner: 'acme', webhookUrl: 'http://127.0.0.1:9/' })
  const path = `/app-manifests/${code}/conversions`
  const made = await conform(simulator, null, 'POST /app-manifests/{code}/conversions', path)
  expect((await ask(simulator, null, path, { method: 'POST' })).status).toBe(404)
  const id = Number(field(made, 'id'))
  const jwt = appToken(String(field(made, 'pem')), id, simulator.clock.now())
  const installation = simulator.credentials.install(id, { account: 'acme' })
  await conform(simulator, jwt, 'GET /app', '/app')
  await conform(simulator, jwt, 'GET /app/hook/config', '/app/hook/config')
  await conform(simulator, jwt, 'PATCH /app/hook/config', '/app/hook/config', { secret: 'new' })
  await simulator.publish({
    event: 'star',
    payload: { action: 'created', repository: { ...objectOf(simulator) } },
  })
  const log = await conform(simulator, jwt, 'GET /app/hook/deliveries', '/app/hook/deliveries')
  expect(log).toMatchObject([{ event: 'star', installation_id: installation, status_code: 0 }])
  const installed = 'GET /repos/{owner}/{repo}/installation'
  const known = await conform(simulator, jwt, installed, `${home}/installation`)
  // The description of the list wants an account to be a user and an enterprise at once.
  expect((await ask(simulator, jwt, '/app/installations')).body).toEqual([known])
  const tokens = `/app/installations/${installation}/access_tokens`
  const template = 'POST /app/installations/{installation_id}/access_tokens'
  const token = String(field(await conform(simulator, jwt, template, tokens), 'token'))
  await conform(simulator, token, 'GET /installation/repositories', '/installation/repositories')
  const user = simulator.credentials.createToken()
  await conform(simulator, user, 'GET /user/installations', '/user/installations')
  const repositories = `/user/installations/${installation}/repositories`
  await conform(simulator, user, 'GET /user/installations/{installation_id}/repositories', repositories)
})

function objectOf({ world }: GitHubSimulator) {
  return world.find('acme/service-000')?.repository.object
}

test('a renamed repository is found by its id, and pages of a list are complete', async () => {
  await using simulator = await seeded()
  const token = simulator.credentials.createToken()
  await conform(simulator, token, 'PATCH /repos/{owner}/{repo}', home, { name: 'renamed' })
  const moved = await ask(simulator, token, `${home}/issues?state=all&per_page=100`)
  expect(moved.status).toBe(301)
  const { items, pages } = await askAll(simulator, token, String(moved.headers.get('location')))
  const found = simulator.world.find('acme/renamed')?.repository
  const numbers = items.map((item) => Number(field(item, 'number'))).sort((one, other) => one - other)
  expect(pages).toBe(3)
  expect(numbers).toEqual(
    [...(found?.issues.keys() ?? []), ...(found?.pulls.keys() ?? [])].sort((a, b) => a - b),
  )
})
