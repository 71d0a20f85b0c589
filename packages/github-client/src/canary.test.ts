import { inspect } from 'node:util'
import { captureSpans, renderPrometheus } from '@octometer/telemetry'
import { expect, test } from 'vitest'
import { startScriptedApp } from './app.fixture.ts'
import type { GitHubClient } from './client.ts'
import { type Received, type Reply, rateHeaders, startScriptedGitHub } from './scripted-github.fixture.ts'

// Words that no pattern of the logger knows: what is not shown was never handed on.
const CANARY = 'canary-of-a-token'
const SECRET = 'canary-of-a-hook-secret'
const hook = { owner: 'acme', repo: 'app', config: { url: 'https://octo.example', secret: SECRET } }

/** Each kind of failure, then answers. */
function everyFailure(): (received: Received) => Reply {
  const replies: Reply[] = [
    { status: 500, body: {} },
    { hangUp: true },
    { status: 429, headers: { 'retry-after': '1' }, body: { message: 'secondary rate limit' } },
    { status: 301, headers: { location: '/repositories/7' } },
  ]
  return ({ path, at }) => {
    if (path.includes('hooks')) return { status: 422, body: { message: 'Hook already exists', errors: [{}] } }
    if (path.includes('missing')) return { status: 404, body: { message: 'Not Found' } }
    return replies.shift() ?? { headers: rateHeaders(3, at + 3_600_000), body: { data: {} } }
  }
}

async function everyKindOfCall(client: GitHubClient): Promise<readonly unknown[]> {
  const results = await Promise.allSettled([
    client.request('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'app' }, { kind: 'repository' }),
    client.request('POST /repos/{owner}/{repo}/hooks', hook),
    client.request('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'missing' }),
    client.graphql('query { viewer { login } }'),
    client.request('GET https://elsewhere.example/repos/acme/app'),
  ])
  return results.map((result) => (result.status === 'rejected' ? result.reason : result.value))
}

const shown = (things: unknown) => inspect(things, { depth: 20, showHidden: true, maxStringLength: null })

test('no token in any error, answer, event, line of the log, span or metric', async () => {
  using capture = Object.assign(captureSpans(), { [Symbol.dispose]: () => capture.stop() })
  await using github = await startScriptedGitHub(everyFailure())
  const client = github.client({ credential: { kind: 'token', token: CANARY } })
  const work = everyKindOfCall(client)
  await github.elapse(work)
  const results = await work
  expect(github.received.length).toBeGreaterThan(6)
  expect(github.received.every(({ headers }) => headers.authorization === `Bearer ${CANARY}`)).toBe(true)
  expect(results.filter((result) => result instanceof Error)).toHaveLength(3)
  const everything = shown([
    results,
    github.calls,
    github.lines,
    capture.spans,
    await renderPrometheus(),
    client,
  ])
  expect(everything).toContain('Hook already exists')
  expect(everything).not.toContain(CANARY)
  expect(everything).not.toContain(SECRET)
})

test('no JWT, installation token or key of an App either', async () => {
  using capture = Object.assign(captureSpans(), { [Symbol.dispose]: () => capture.stop() })
  await using app = await startScriptedApp(everyFailure())
  const { github, credential } = app
  const client = github.client({ credential })
  const work = everyKindOfCall(client)
  await github.elapse(work)
  const refused = github.client({ credential: { ...credential, appId: 99 } }).request('GET /user')
  const results = [await work, await refused.catch((error: unknown) => error)]
  const everything = shown([results, github.calls, github.lines, capture.spans, await renderPrometheus()])
  const presented = github.received.map(({ headers }) => String(headers.authorization).replace('Bearer ', ''))
  const keyLines = credential.privateKey.split('\n').filter((line) => line.length > 40)
  const canaries = new Set([...presented, ...app.tokens, ...keyLines, SECRET])
  expect(canaries.size).toBeGreaterThan(10)
  for (const canary of canaries) expect(everything.includes(canary), canary.slice(0, 12)).toBe(false)
})

test('the token goes to GitHub alone, not where a link or a redirect points', async () => {
  await using other = await startScriptedGitHub(() => ({ body: [] }))
  await using github = await startScriptedGitHub(() => ({
    status: 302,
    headers: { location: `${other.url}/logs` },
  }))
  const client = github.client()
  const redirect = await client.request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}/logs', {
    owner: 'acme',
    repo: 'app',
    job_id: 1,
  })
  expect(redirect).toMatchObject({ status: 302, headers: { location: `${other.url}/logs` } })
  await expect(client.request(`GET ${other.url}/user`)).rejects.toThrow(/its token is not sent there/)
  expect(other.received).toEqual([])
})
