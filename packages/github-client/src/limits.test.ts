import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { GitHubClient } from './client.ts'
import { type Received, rateHeaders, startScriptedGitHub, TOKEN } from './scripted-github.fixture.ts'

const MINUTE = 60_000
const HALF_AN_HOUR = 1_800_000

function twenty(client: GitHubClient) {
  return Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      client.request('GET /repos/{owner}/{repo}/issues/{issue_number}', {
        owner: 'acme',
        repo: 'app',
        issue_number: index + 1,
      }),
    ),
  )
}

const limitError = { message: `API rate limit exceeded for user ID 1.` }
const secondaryError = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' }

const requestsIn = (received: readonly Received[], from: number, until: number) =>
  received.filter(({ at }) => at > from && at < until)

test('primary limit: nothing is sent before the reset, 20 calls wait, and all are answered', async () => {
  let resetAt = 0
  await using github = await startScriptedGitHub(({ at }) =>
    at < resetAt
      ? { status: 403, headers: rateHeaders(0, resetAt), body: limitError }
      : { headers: rateHeaders(4_999, at + 3_600_000), body: {} },
  )
  const hitAt = github.clock.now()
  resetAt = hitAt + HALF_AN_HOUR
  const client = github.client()
  const work = twenty(client)
  await github.settle()
  // Another budget, of the same token.
  const other = client.graphql('query { viewer { login } }')
  await github.settle()
  expect(github.received).toHaveLength(10)
  for (let minute = 0; minute < 30; minute += 1) {
    github.clock.advance(MINUTE)
    await github.settle()
    expect(github.received, `after ${minute + 1} minutes`).toHaveLength(10)
  }
  expect(await github.elapse(Promise.all([work, other]))).toBe(1_000)
  expect(await work).toHaveLength(20)
  expect(github.received).toHaveLength(31)
  expect(requestsIn(github.received, hitAt, resetAt + 1_000)).toEqual([])
  expect(github.lines.filter((line) => line.includes('a limit of GitHub was hit'))).toHaveLength(1)
})

test('what is urgent goes before all that waits, the first of it first', async () => {
  await using github = await startScriptedGitHub(() => ({ body: {} }))
  const client = github.client({ concurrency: 1 })
  const others = twenty(client)
  const urgent = ['one', 'two'].map((username) =>
    client.request('GET /users/{username}', { username }, { urgent: true }),
  )
  await github.elapse(Promise.all([others, ...urgent]))
  const places = ['/users/one', '/users/two'].map((path) =>
    github.received.findIndex((each) => each.path === path),
  )
  // One call was under way.
  expect(places).toEqual([1, 2])
})

test('a secondary limit stops calls of other kinds too, GraphQL among them, for as long as it says', async () => {
  let hit = true
  await using github = await startScriptedGitHub(() => {
    if (!hit) return { body: { data: { ok: true } } }
    hit = false
    return { status: 403, headers: { 'retry-after': '90' }, body: secondaryError }
  })
  const client = github.client({ concurrency: 1 })
  const begun = github.clock.now()
  const work = Promise.all([
    twenty(client),
    client.graphql('query { viewer { login } }'),
    client.request('GET /search/issues', { q: 'is:open' }),
  ])
  await github.settle()
  expect(github.received).toHaveLength(1)
  for (let second = 10; second < 90; second += 10) {
    github.clock.advance(10_000)
    await github.settle()
  }
  expect(github.received).toHaveLength(1)
  expect(await github.elapse(work)).toBe(10_000)
  expect(github.received).toHaveLength(23)
  expect(requestsIn(github.received, begun, begun + 90_000)).toEqual([])
})

test('a secondary limit without a time is waited for a minute, then two, then four, one call at a time', async () => {
  let refusals = 3
  await using github = await startScriptedGitHub(() => {
    refusals -= 1
    return refusals >= 0 ? { status: 429, body: secondaryError } : { body: {} }
  })
  const begun = github.clock.now()
  const client = github.client({ concurrency: 1 })
  await github.elapse(twenty(client))
  const times = github.received.map(({ at }) => (at - begun) / MINUTE)
  expect(times.slice(0, 4)).toEqual([0, 1, 3, 7])
  expect(new Set(times.slice(4))).toEqual(new Set([7]))
  expect(github.received).toHaveLength(23)
})

test('after a pause one call goes first, and the others when it was taken', async () => {
  let taken = 0
  await using github = await startScriptedGitHub(({ at }) => {
    if (at < begun + MINUTE) return { status: 429, headers: { 'retry-after': '60' }, body: secondaryError }
    taken += 1
    return taken === 1
      ? { status: 429, headers: { 'retry-after': '60' }, body: secondaryError }
      : { body: {} }
  })
  const begun = github.clock.now()
  await github.elapse(twenty(github.client()))
  expect(requestsIn(github.received, begun + MINUTE - 1, begun + MINUTE + 1)).toHaveLength(1)
  expect(github.received).toHaveLength(10 + 1 + 20)
})

test('GraphQL: a 200 that says RATE_LIMITED is waited for like any other', async () => {
  let resetAt = 0
  await using github = await startScriptedGitHub(({ at }) =>
    at < resetAt
      ? {
          headers: rateHeaders(0, resetAt, 'graphql'),
          body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
        }
      : { headers: rateHeaders(4_999, at + 3_600_000, 'graphql'), body: { data: { answer: 42 } } },
  )
  resetAt = github.clock.now() + HALF_AN_HOUR
  const work = github.client().graphql('query { answer }')
  expect(await github.elapse(work)).toBe(HALF_AN_HOUR + 1_000)
  expect(await work).toEqual({ answer: 42 })
  expect(github.calls.map(({ status, cost }) => [status, cost])).toEqual([
    [200, 0],
    [200, null],
  ])
})

test('a 403 that is no limit is an answer, also when the budget is empty', async () => {
  await using github = await startScriptedGitHub(({ at }) => ({
    status: 403,
    headers: rateHeaders(0, at + MINUTE),
    body: { message: 'Resource not accessible by personal access token' },
  }))
  const asking = github.client().request('GET /user')
  await expect(asking).rejects.toMatchObject({ name: 'HttpError', status: 403 })
  expect(github.received).toHaveLength(1)
})

test('an empty budget of one resource is not asked of again, while others go on', async () => {
  await using github = await startScriptedGitHub(({ path, at }) => {
    const search = path.startsWith('/search')
    return { headers: search ? rateHeaders(0, at + MINUTE, 'search', 30) : rateHeaders(4_000, at), body: {} }
  })
  const client = github.client()
  const search = () => client.request('GET /search/issues', { q: 'is:open' }, { kind: 'none' })
  await search()
  const second = search()
  await client.request('GET /user')
  expect(github.received.map(({ path }) => path)).toEqual(['/search/issues?q=is%3Aopen', '/user'])
  expect(await github.elapse(second)).toBe(MINUTE + 1_000)
})

test('the last calls of a budget are not sent side by side', async () => {
  let left = 3
  await using github = await startScriptedGitHub(() => {
    left -= 1
    return { headers: rateHeaders(Math.max(left, 0), resetAt), body: {} }
  })
  const resetAt = github.clock.now() + HALF_AN_HOUR
  const client = github.client()
  await client.request('GET /user')
  const work = twenty(client)
  await github.settle()
  expect(github.received).toHaveLength(3)
  left = 5_000
  expect(await github.elapse(work)).toBe(HALF_AN_HOUR + 1_000)
})

test('GraphQL reads are not slowed to the pace of writes, which are a second apart and one at a time', async () => {
  await using github = await startScriptedGitHub(() => ({ body: { data: {} } }))
  const client = github.client()
  const many = (ask: () => Promise<unknown>) => Promise.all(Array.from({ length: 30 }, ask))
  expect(await github.elapse(many(() => client.graphql('query { viewer { login } }')))).toBe(0)
  expect(await github.elapse(many(() => client.graphql('mutation { addStar { clientMutationId } }')))).toBe(
    29_000,
  )
  const label = { owner: 'acme', repo: 'app', name: 'bug' }
  const writing = many(() => client.request('POST /repos/{owner}/{repo}/labels', label))
  expect(await github.elapse(writing)).toBe(30_000)
})

test('at most 900 points of REST and 30 searches within a minute', async () => {
  await using github = await startScriptedGitHub(() => ({ body: {} }))
  const client = github.client()
  const begun = github.clock.now()
  const searches = Array.from({ length: 31 }, () => client.request('GET /search/users', { q: 'a' }))
  expect(await github.elapse(Promise.all(searches))).toBe(MINUTE)
  const reads = Array.from({ length: 901 }, () => client.request('GET /user', {}, { kind: 'none' }))
  expect(await github.elapse(Promise.all(reads))).toBe(MINUTE)
  expect(requestsIn(github.received, begun + MINUTE - 1, begun + MINUTE + 1)).toHaveLength(901)
})

test('below 100 left a warning is logged, once; the budget tells points, pause and when it ends', async () => {
  let left = 5_000
  await using github = await startScriptedGitHub(() => {
    left -= 1_000
    return { headers: rateHeaders(Math.max(left, 50), resetAt), body: {} }
  })
  const begun = github.clock.now()
  const resetAt = begun + HALF_AN_HOUR
  const client = github.client()
  expect(client.budget()).toEqual([])
  for (let call = 0; call < 3; call += 1) {
    await client.request('GET /user', {}, { kind: 'none' })
    github.clock.advance(10_000)
  }
  expect(client.budget()).toEqual([
    {
      principal: 'token',
      tokenHash: createHash('sha256').update(TOKEN).digest('hex'),
      resource: 'core',
      limit: 5_000,
      remaining: 2_000,
      resetAt: new Date(resetAt),
      pointsLastMinute: 3,
      mostPointsAMinute: 900,
      // 2,000 were spent in 30 s.
      exhaustsAt: new Date(begun + 60_000),
      pausedUntil: null,
    },
  ])
  for (let call = 0; call < 3; call += 1) await client.request('GET /user', {}, { kind: 'none' })
  const warnings = github.lines.filter((line) => line.includes('few calls to GitHub are left'))
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain('"remaining":50')
  expect(warnings[0]).not.toContain(TOKEN)
})

test('GET /rate_limit tells of all budgets, also while one is empty', async () => {
  const resetAt = Date.parse('2026-03-02T09:30:00Z')
  const resource = (limit: number, remaining: number) => ({ limit, remaining, reset: resetAt / 1_000 })
  await using github = await startScriptedGitHub(({ path }) => ({
    headers: rateHeaders(0, resetAt),
    body: path === '/rate_limit' ? { resources: { core: resource(5_000, 0), search: resource(30, 29) } } : {},
  }))
  const client = github.client()
  await client.request('GET /user')
  await client.request('GET /rate_limit', {}, { kind: 'none' })
  expect(client.budget()).toMatchObject([
    { resource: 'core', remaining: 0, exhaustsAt: new Date(github.clock.now()) },
    { resource: 'search', limit: 30, remaining: 29, resetAt: new Date(resetAt), mostPointsAMinute: 30 },
  ])
  expect(github.calls.map(({ route, cost }) => [route, cost])).toEqual([
    ['/user', 1],
    ['/rate_limit', 0],
  ])
})

test('closing ends what waits, and what comes after', async () => {
  await using github = await startScriptedGitHub(() => ({
    status: 429,
    headers: { 'retry-after': '90' },
    body: secondaryError,
  }))
  const client = github.client()
  const work = client.request('GET /user')
  await github.settle()
  client.close()
  await expect(work).rejects.toMatchObject({ code: 'github_client_closed' })
  await expect(client.request('GET /user')).rejects.toMatchObject({ code: 'github_client_closed' })
  expect(github.clock.untilNext).toBeNull()
})

test('a caller that gives up leaves the others waiting', async () => {
  await using github = await startScriptedGitHub(({ at }) =>
    at === begun ? { status: 429, headers: { 'retry-after': '90' }, body: secondaryError } : { body: {} },
  )
  const begun = github.clock.now()
  const client = github.client()
  const stop = new AbortController()
  const stopped = client.request('GET /user', {}, { signal: stop.signal })
  const other = client.request('GET /user')
  await github.settle()
  stop.abort()
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
  await github.elapse(other)
  expect(await other).toMatchObject({ status: 200 })
})
