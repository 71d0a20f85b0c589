import { createHash } from 'node:crypto'
import { apiCallSchema } from '@octometer/event-contracts'
import { captureSpans, renderPrometheus } from '@octometer/telemetry'
import { expect, test } from 'vitest'
import {
  type Received,
  type Reply,
  rateHeaders,
  startScriptedGitHub,
  TOKEN,
} from './scripted-github.fixture.ts'

const GUID = '72d3162e-cc78-11e3-81ab-4c9367dc0958'
const pull = { owner: 'acme', repo: 'secret-plans', pull_number: 7 }
const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'

/** A pull request that fails first, and a GraphQL that tells its cost. */
function script(resetAt: () => number): (received: Received) => Reply {
  let failed = false
  return ({ path }) => {
    if (path === '/graphql') {
      const headers = rateHeaders(4_993, resetAt(), 'graphql')
      return { headers, body: { data: { rateLimit: { cost: 7, remaining: 4_993 } } } }
    }
    if (failed) return { headers: rateHeaders(4_998, resetAt()), body: { number: 7 } }
    failed = true
    return { status: 502, body: {} }
  }
}

test('every request that was sent, and every answer from the cache, is an event', async () => {
  let resetAt = 0
  await using github = await startScriptedGitHub(script(() => resetAt))
  resetAt = github.clock.now() + 3_600_000
  const client = github.client()
  const read = () => client.request(route, pull, { kind: 'pulls', cause: GUID })
  await github.elapse(read())
  await read()
  github.clock.advance(60_000)
  await read()
  await client.graphql('query { rateLimit { cost remaining } }', {}, { cause: GUID })

  const template = '/repos/{owner}/{repo}/pulls/{pull_number}'
  const begun = Date.parse('2026-03-02T09:00:00Z')
  const reset_at = new Date(resetAt).toISOString()
  const asked = { method: 'GET', route: template, resource: 'core', delivery_id: GUID }
  const told = { limit: 5_000, remaining: 4_998, reset_at }
  const untold = { limit: null, remaining: null, reset_at: null }
  const at = (seconds: number) => ({ at: new Date(begun + seconds * 1_000).toISOString() })
  expect(github.calls).toMatchObject([
    { ...asked, ...untold, ...at(0), status: 502, cached: false, cost: 1 },
    { ...asked, ...told, ...at(1), status: 200, cached: false, cost: 1 },
    { ...asked, ...untold, ...at(1), status: 200, cached: true, cost: 0 },
    { ...asked, ...told, ...at(61), status: 304, cached: true, cost: 0 },
    {
      ...told,
      ...at(61),
      method: 'POST',
      route: '/graphql',
      resource: 'graphql',
      delivery_id: GUID,
      remaining: 4_993,
      cost: 7,
    },
  ])
  const token_hash = createHash('sha256').update(TOKEN).digest('hex')
  for (const call of github.calls) expect(apiCallSchema.parse(call)).toMatchObject({ ...call, token_hash })
  expect(new Set(github.calls.map(({ call_id }) => call_id)).size).toBe(5)
})

test('an event that cannot be taken fails no call', async () => {
  await using github = await startScriptedGitHub(() => ({ body: {} }))
  const client = github.client({
    onCall: () => {
      throw new Error('the log is full')
    },
  })
  await expect(client.request('GET /user')).resolves.toMatchObject({ status: 200 })
  expect(github.lines.some((line) => line.includes('the log is full'))).toBe(true)
})

test('each request is a span with its route and status', async () => {
  using capture = Object.assign(captureSpans(), { [Symbol.dispose]: () => capture.stop() })
  let resetAt = 0
  await using github = await startScriptedGitHub(script(() => resetAt))
  resetAt = github.clock.now() + 3_600_000
  await github.elapse(github.client().request(route, pull))
  const template = '/repos/{owner}/{repo}/pulls/{pull_number}'
  const attributes = {
    'http.request.method': 'GET',
    'url.template': template,
    'octo.github.resource': 'core',
  }
  expect(capture.spans).toMatchObject([
    {
      name: `GitHub GET ${template}`,
      attributes: { ...attributes, 'http.response.status_code': 502, 'error.type': '502' },
    },
    { name: `GitHub GET ${template}`, attributes: { ...attributes, 'http.response.status_code': 200 } },
  ])
  expect(JSON.stringify(capture.spans)).not.toContain('secret-plans')
})

test('the instruments have the names and labels of seed 001, and name no repository', async () => {
  let resetAt = 0
  await using github = await startScriptedGitHub(script(() => resetAt))
  resetAt = github.clock.now() + 3_600_000
  const client = github.client()
  await github.elapse(client.request(route, pull, { kind: 'pulls' }))
  await client.request(route, pull, { kind: 'pulls' })
  await client.request('GET /repos/acme/secret-plans/pulls')
  const text = await renderPrometheus()
  const endpoint = 'endpoint="/repos/{owner}/{repo}/pulls/{pull_number}"'
  for (const line of [
    `github_api_requests_total{${endpoint},method="GET",status="502"}`,
    `github_api_requests_total{${endpoint},method="GET",status="200"}`,
    `github_api_requests_total{endpoint="other",method="GET",status="200"}`,
    `github_api_request_duration_seconds_count{${endpoint},method="GET"}`,
    `github_api_errors_total{${endpoint},error_type="failed"}`,
    'github_api_rate_limit_remaining{resource_type="core"} 4998',
    'github_api_rate_limit_limit{resource_type="core"} 5000',
    'cache_hits_total{cache_type="pulls"}',
    'cache_misses_total{cache_type="pulls"}',
    'cache_hits_total{cache_type="repository"} 0',
  ]) {
    expect(text).toContain(line)
  }
  expect(text).not.toContain('secret-plans')
})
