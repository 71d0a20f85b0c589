import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { appToken, ask, field } from './asking.ts'
import { type GitHubSimulator, startGitHubSimulator } from './github-simulator.ts'

const hour = 3_600_000
const from = new Date('2025-01-01T00:00:00Z')
const until = new Date('2026-01-01T00:00:00Z')

function seeded(simulator: GitHubSimulator): string {
  simulator.seed({ seed: 1, repositories: 3, issuesAndPullRequests: 30, from, until })
  return simulator.credentials.createToken()
}

test('a spent primary limit refuses until its reset, and tells when that is', async () => {
  await using simulator = await startGitHubSimulator({ limits: { primary: { core: 3 } } })
  const token = seeded(simulator)
  const path = '/repos/acme/service-000'
  const left: (string | null)[] = []
  for (let index = 0; index < 3; index += 1)
    left.push((await ask(simulator, token, path)).headers.get('x-ratelimit-remaining'))
  expect(left).toEqual(['2', '1', '0'])
  const refused = await ask(simulator, token, path)
  expect(refused.status).toBe(403)
  expect(refused.headers.get('x-ratelimit-remaining')).toBe('0')
  expect(Number(refused.headers.get('x-ratelimit-reset')) * 1000).toBe(simulator.clock.now() + hour)
  await simulator.clock.advance(hour)
  expect((await ask(simulator, token, path)).status).toBe(200)
})

test('a request that is sent although the answer before it told to wait is noticed', async () => {
  await using simulator = await startGitHubSimulator({ limits: { primary: { core: 1 } } })
  const token = seeded(simulator)
  await ask(simulator, token, '/user')
  expect(simulator.sentWhilePaused).toEqual([])
  await ask(simulator, token, '/user')
  expect(simulator.sentWhilePaused).toEqual(['GET /user'])
  // Another budget is not paused.
  await ask(simulator, token, '/search/issues?q=is:pr')
  expect(simulator.sentWhilePaused).toHaveLength(1)
  await simulator.clock.advance(hour)
  await ask(simulator, token, '/user')
  expect(simulator.sentWhilePaused).toHaveLength(1)
})

test('more than 900 points a minute are a secondary limit, which pauses everything', async () => {
  await using simulator = await startGitHubSimulator()
  const token = seeded(simulator)
  for (let index = 0; index < 900; index += 1) await ask(simulator, token, '/meta')
  const refused = await ask(simulator, token, '/meta')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([403, '60'])
  expect(field(refused.body, 'message')).toContain('secondary rate limit')
  await ask(simulator, token, '/search/issues?q=is:pr')
  expect(simulator.sentWhilePaused).toEqual(['GET /search/issues'])
  await simulator.clock.advance(60_000)
  expect((await ask(simulator, token, '/meta')).status).toBe(200)
})

test('an unchanged answer is 304 and free, and its ETag is the hash of the token and the body', async () => {
  await using simulator = await startGitHubSimulator()
  const token = seeded(simulator)
  const headers = { accept: 'application/vnd.github+json' }
  const raw = await fetch(`${simulator.url}/user`, {
    headers: { ...headers, authorization: `Bearer ${token}` },
  })
  const body = await raw.text()
  const known = createHash('sha256').update(`${headers.accept}:Bearer ${token}:${body}`).digest('hex')
  expect(raw.headers.get('etag')).toBe(`"${known}"`)
  const again = await ask(simulator, token, '/user', {
    headers: { ...headers, 'if-none-match': `W/"${known}"` },
  })
  expect([again.status, again.headers.get('x-ratelimit-used')]).toEqual([304, '1'])
  const other = simulator.credentials.createToken()
  const asOther = await ask(simulator, other, '/user', {
    headers: { ...headers, 'if-none-match': `"${known}"` },
  })
  expect(asOther.status).toBe(200)
})

test('an App signs for installation tokens, which end after an hour and see what it was given', async () => {
  await using simulator = await startGitHubSimulator()
  seeded(simulator)
  const app = simulator.createApp({ slug: 'octometer', owner: 'acme' })
  const installation = simulator.credentials.install(app.id, {
    account: 'acme',
    repositories: ['acme/service-001'],
  })
  const jwt = appToken(app.pem, app.clientId, simulator.clock.now())
  const path = `/app/installations/${installation}/access_tokens`
  const issued = await ask(simulator, jwt, path, { method: 'POST' })
  const token = String(field(issued.body, 'token'))
  const given = await ask(simulator, token, '/installation/repositories')
  expect(field(given.body, 'total_count')).toBe(1)
  await simulator.clock.advance(hour)
  expect((await ask(simulator, token, '/installation/repositories')).status).toBe(401)
  expect((await ask(simulator, jwt, '/app')).status).toBe(401)
  const stranger = simulator.createApp()
  const forged = appToken(stranger.pem, app.clientId, simulator.clock.now())
  expect((await ask(simulator, forged, '/app')).status).toBe(401)
})

test('planned faults strike the requests that they are meant for, and no others', async () => {
  await using simulator = await startGitHubSimulator()
  const token = seeded(simulator)
  simulator.faults.plan({ kind: 'status', status: 502 }, { times: 2, on: /\/user$/ })
  simulator.faults.plan({ kind: 'reset' }, { on: /\/meta$/ })
  const statuses: number[] = []
  for (const path of ['/user', '/rate_limit', '/user', '/user'])
    statuses.push((await ask(simulator, token, path)).status)
  expect(statuses).toEqual([502, 200, 502, 200])
  await expect(ask(simulator, token, '/meta')).rejects.toThrow(TypeError)
})

test('what a token may not do is refused as GitHub refuses it', async () => {
  await using simulator = await startGitHubSimulator()
  seeded(simulator)
  const path = '/repos/acme/service-000/hooks'
  const classic = simulator.credentials.createToken({ scopes: ['read:org'] })
  const fine = simulator.credentials.createToken({ permissions: { metadata: 'read' } })
  expect((await ask(simulator, classic, path)).status).toBe(404)
  const refused = await ask(simulator, fine, path)
  expect([refused.status, refused.headers.get('x-accepted-github-permissions')]).toEqual([
    403,
    'repository_hooks=read',
  ])
  expect((await ask(simulator, 'ghp_invented', path)).status).toBe(401)
  expect((await ask(simulator, classic, '/repos/acme/nothing')).status).toBe(404)
  expect((await ask(simulator, classic, '/no/such/path')).status).toBe(404)
})
