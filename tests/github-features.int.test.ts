import { type GitHubSimulator, startGitHubSimulator } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { z } from 'zod'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { startTestAgent } from './support/github-agent.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

let stack: AsyncDisposableStack
let system: TestSystem
let github: GitHubSimulator
let gateway: AskedGateway
let token: string

const [from, until] = [new Date('2025-12-01T00:00:00Z'), new Date('2026-01-04T00:00:00Z')]
const place = '/api/v1/github/acme/service-000'

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  github = stack.use(await startGitHubSimulator({ flowing: true }))
  github.seed({ seed: 3, repositories: 2, issuesAndPullRequests: 240, from, until })
  github.apply({ event: 'workflow_run', payload: workflowRun() })
  token = github.credentials.createToken()
  stack.use(startTestAgent(system, github, { OCTO_GITHUB_TOKEN: token }))
  gateway = stack.use(await startAskedGateway(system, new Date(github.clock.now())))
  // The agent answers once it leads.
  const answers = async () => (await gateway.ask(`${place}/info`)).status === 200
  await vi.waitUntil(answers, { timeout: 20_000 })
})

afterAll(() => stack.disposeAsync())

function workflowRun() {
  const { object: repository } = github.world.find('acme/service-000')?.repository ?? {}
  const times = { created_at: '2026-01-03T10:00:00Z', updated_at: '2026-01-03T10:05:00Z' }
  const run = { id: 9, name: 'ci', head_branch: 'main', head_sha: 'a'.repeat(40), event: 'push', ...times }
  const workflow = { id: 7, name: 'ci', path: '.github/workflows/ci.yml', state: 'active', ...times }
  const outcome = {
    status: 'completed',
    conclusion: 'success',
    workflow_id: 7,
    run_attempt: 1,
    run_number: 1,
  }
  return { action: 'completed', workflow_run: { ...run, ...outcome }, workflow, repository }
}

/** As the test wrote it from the seed's text: no key less and none more. */
async function seeded<S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> {
  const { status, body } = await gateway.ask(path)
  expect({ status, body }).toMatchObject({ status: 200 })
  return schema.parse(body)
}

const write = (method: string, path: string, body?: object, as: 'viewer' | 'operator' = 'operator') =>
  github.runUntil(gateway.ask(`${place}${path}`, { method, as, ...(body && { body }) }))
const time = z.iso.datetime()
const sentSince = (before: number) =>
  github.requests.slice(before).map(({ method, path }) => `${method} ${path}`)

test('seed 001: GET /api/v1/github/{owner}/{repo}/info, kept for 300 s', async () => {
  const text = z.string()
  const flag = z.boolean()
  const info = z.strictObject({
    ...{ owner: text, name: text, full_name: text, description: text.nullable(), url: text, clone_url: text },
    ...{ default_branch: text, is_private: flag, stars: z.int(), forks: z.int(), language: text.nullable() },
    ...{ github_id: z.int(), created_at: time, updated_at: time, topics: z.array(text), has_issues: flag },
    ...{ has_wiki: flag, has_pages: flag, open_issues_count: z.int() },
  })
  const told = await seeded(info, `${place}/info`)
  expect(told).toMatchObject({
    owner: 'acme',
    name: 'service-000',
    full_name: 'acme/service-000',
    url: 'https://github.com/acme/service-000',
    default_branch: 'main',
    language: 'TypeScript',
    github_id: 400_000_000,
  })
  const before = github.requests.length
  expect(await seeded(info, `${place}/info?use_cache=true`)).toEqual(told)
  expect(sentSince(before)).toEqual([])
  expect(await seeded(info, `${place}/info?use_cache=false`)).toEqual(told)
  expect(sentSince(before)).toEqual(['GET /repos/acme/service-000'])
})

test('seed 001: GET /api/v1/github/{owner}/{repo}/pulls and /issues: pull requests are no issues', async () => {
  const { pulls, issues } = github.world.find('acme/service-000')?.repository ?? {}
  const pull = z.strictObject({
    ...{ number: z.int(), title: z.string(), state: z.string(), user: z.string().nullable() },
    ...{ created_at: time, updated_at: time, merged: z.boolean(), mergeable: z.boolean().nullable() },
    ...{ head: z.string(), base: z.string(), html_url: z.string() },
  })
  const all = await seeded(z.array(pull), `${place}/pulls?state=all&limit=1000`)
  expect(new Set(all.map(({ number }) => number))).toEqual(new Set(pulls?.keys()))
  const merged = [...(pulls?.values() ?? [])].filter(({ object }) => object.merged === true)
  expect(all.filter((each) => each.merged)).toHaveLength(merged.length)
  expect(all[0]).toMatchObject({ head: `change-${all[0]?.number}`, base: 'main' })
  const open = await seeded(z.array(pull), `${place}/pulls`)
  expect(open).toEqual(all.filter(({ state }) => state === 'open').slice(0, 100))

  const issue = z.object({ number: z.int(), state: z.string(), labels: z.array(z.string()) })
  const each = await seeded(z.array(issue), `${place}/issues?state=all&limit=1000`)
  expect(new Set(each.map(({ number }) => number))).toEqual(new Set(issues?.keys()))
  const bugs = each.filter(({ labels }) => labels.includes('bug'))
  expect(await seeded(z.array(issue), `${place}/issues?state=all&labels=bug&limit=1000`)).toEqual(bugs)
  expect(await seeded(z.array(issue), `${place}/issues?state=all&limit=3`)).toEqual(each.slice(0, 3))
  expect(bugs.length).toBeGreaterThan(0)
  expect(await gateway.ask(`${place}/pulls?state=merged`)).toMatchObject({
    status: 400,
    body: { parameter: 'state', detail: 'state must be open, closed or all.' },
  })
})

test('seed 001: GET /api/v1/github/{owner}/{repo}/workflows', async () => {
  const workflow = z.strictObject({
    ...{ id: z.int(), name: z.string(), path: z.string(), state: z.string() },
    ...{ created_at: time, updated_at: time, url: z.string(), badge_url: z.string() },
  })
  expect(await seeded(z.array(workflow), `${place}/workflows`)).toMatchObject([
    { id: 7, name: 'ci', path: '.github/workflows/ci.yml', state: 'active' },
  ])
})

test('seed 001: labels are created, changed, renamed and deleted, by an operator', async () => {
  const label = { name: 'good: first one', color: 'ededed', description: 'easy' }
  const given = { name: label.name, description: 'easy', owner: 'acme' }
  expect(await write('POST', '/labels', given, 'viewer')).toMatchObject({ status: 403 })
  expect(await write('POST', '/labels', given)).toMatchObject({
    status: 201,
    body: { action: 'created', label },
  })
  expect(await write('POST', '/labels', given)).toMatchObject({
    status: 422,
    body: { code: 'github_refused', detail: expect.stringContaining('already_exists') },
  })
  const at = `/labels/${encodeURIComponent(label.name)}`
  const changes = { new_name: 'easy', color: '00FF00' }
  expect(await write('PATCH', at, changes)).toMatchObject({
    status: 200,
    body: { action: 'updated', label: { name: 'easy', color: '00FF00', description: 'easy' } },
  })
  expect(github.world.find('acme/service-000')?.repository.labels.has('good: first one')).toBe(false)
  expect(await write('DELETE', '/labels/easy')).toMatchObject({ status: 204, body: {} })
  expect(await write('DELETE', '/labels/easy')).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('Not Found') },
  })
  expect(await write('PATCH', '/labels/bug', { color: 'red' })).toMatchObject({ status: 400 })
})

test('a name that would lead elsewhere is never sent', async () => {
  const before = github.requests.length
  for (const path of ['/labels/%2e%2e', '/labels/%2E']) {
    expect((await write('DELETE', path)).status).toBeGreaterThanOrEqual(400)
  }
  expect(await gateway.ask('/api/v1/github/acme/%2e%2e/info')).toMatchObject({ status: expect.any(Number) })
  expect(sentSince(before)).toEqual([])
})

test('seed 001: six settings can be changed, Pages by a call of its own', async () => {
  const changes = { description: 'Payments', homepage: 'https://acme.test', has_wiki: false, has_pages: true }
  const settings = { ...changes, has_issues: true, default_branch: 'main' }
  expect(await write('PATCH', '/settings', changes)).toMatchObject({
    status: 200,
    body: { updated: Object.keys(changes), settings },
  })
  const before = github.requests.length
  const off = await write('PATCH', '/settings', { has_pages: false })
  expect(off.body).toMatchObject({ updated: ['has_pages'], settings: { ...settings, has_pages: false } })
  expect(sentSince(before)).toEqual(['GET /repos/acme/service-000', 'DELETE /repos/acme/service-000/pages'])
  expect((await gateway.ask(`${place}/info`)).body).toMatchObject({
    description: 'Payments',
    has_wiki: false,
  })
  expect(await write('PATCH', '/settings', {})).toMatchObject({ status: 400 })
  expect(await write('PATCH', '/settings', { private: true })).toMatchObject({ status: 400 })
})

test('seed 001: the cache forgets exactly one repository', async () => {
  const other = '/api/v1/github/acme/service-001'
  for (const path of [place, other]) await gateway.ask(`${path}/info`)
  // GitHub is not asked: no clock has to go on for it, and what is kept for 300 s would be too old.
  const forgotten = await gateway.ask(`${place}/cache/invalidate`, { method: 'POST', as: 'operator' })
  expect(forgotten).toMatchObject({ status: 200, body: { status: 'success', message: expect.any(String) } })
  const before = github.requests.length
  for (const path of [place, other]) await gateway.ask(`${path}/info`)
  expect(sentSince(before)).toEqual(['GET /repos/acme/service-000'])
})

test("GitHub's own statuses are passed on", async () => {
  expect(await gateway.ask('/api/v1/github/acme/none/info')).toMatchObject({
    status: 404,
    body: { code: 'github_refused', github_status: 404, detail: expect.stringContaining('Not Found') },
  })
  github.faults.plan({ kind: 'status', status: 502 }, { times: 4, on: /workflows/ })
  expect(await github.runUntil(gateway.ask(`${place}/workflows`))).toMatchObject({
    status: 502,
    body: { code: 'github_failed', github_status: 502 },
  })
})

test('seed 001: POST /api/v1/rate-limits/track keeps what GET /status tells', async () => {
  const status = await gateway.ask('/api/v1/rate-limits/status')
  const { core } = Object(status.body.rate_limits)
  expect(core).toMatchObject({ limit: 5000, used: 5000 - core.remaining })
  const { body: health } = await gateway.ask('/api/v1/rate-limits/health')
  expect(health).toMatchObject({ healthy: true, core_limit: 5000 })
  await using projectors = await system.startProjectors()
  expect(await gateway.ask('/api/v1/rate-limits/track', { method: 'POST' })).toMatchObject({ status: 403 })
  const tracked = await gateway.ask('/api/v1/rate-limits/track', { method: 'POST', as: 'operator' })
  expect(tracked).toMatchObject({ status: 201, body: { status: 'success' } })
  await projectors.caughtUp()
  const { body } = await gateway.ask('/api/v1/rate-limits')
  const rows = z.array(z.object({ token: z.string(), resource: z.string(), limit: z.int() })).parse(body.data)
  expect(rows.map(({ resource, limit }) => `${resource} ${limit}`)).toEqual([
    'core 5000',
    'graphql 5000',
    'search 30',
  ])
  expect(JSON.stringify([status.body, tracked.body, body])).not.toContain(token)
  expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row.token))).toBe(true)
})
