import { expect, test } from 'vitest'
import { createResponseCache, type ResponseCache } from './response-cache.ts'
import { type Reply, type ScriptedGitHub, startScriptedGitHub } from './scripted-github.fixture.ts'

const repository = (name: string) => ({ owner: 'acme', repo: name })
const route = 'GET /repos/{owner}/{repo}'
const pulls = 'GET /repos/{owner}/{repo}/pulls'

const statuses = ({ calls }: ScriptedGitHub) =>
  calls.map(({ status, cached, cost }) => [status, cached, cost])

test('a repository is given again for 300 s, pull requests and issues for 60 s, then asked for on condition', async () => {
  for (const [kind, seconds] of [
    ['repository', 300],
    ['pulls', 60],
    ['issues', 60],
  ] as const) {
    await using github = await startScriptedGitHub(() => ({ body: { id: 7 }, headers: { 'x-page': '1' } }))
    const client = github.client()
    const ask = () => client.request(route, repository('app'), { kind })
    const first = await ask()
    github.clock.advance(seconds * 1_000 - 1)
    expect(await ask()).toEqual(first)
    github.clock.advance(1)
    expect(await ask()).toMatchObject({ status: 200, data: { id: 7 }, headers: { 'x-page': '1' } })
    expect(await ask()).toMatchObject({ data: { id: 7 } })
    expect(statuses(github), kind).toEqual([
      [200, false, 1],
      [200, true, 0],
      [304, true, 0],
      [200, true, 0],
    ])
  }
})

test('without a kind GitHub is always asked, on condition; with revalidate, too; none keeps nothing', async () => {
  await using github = await startScriptedGitHub(() => ({ body: { id: 7 } }))
  const client = github.client()
  await client.request(route, repository('app'))
  await client.request(route, repository('app'))
  await client.request(route, repository('app'), { kind: 'repository', revalidate: true })
  await client.request(route, repository('app'), { kind: 'none' })
  expect(github.calls.map(({ status }) => status)).toEqual([200, 304, 304, 200])
})

test('what has changed is answered anew; nobody can spoil what is kept', async () => {
  let stars = 1
  await using github = await startScriptedGitHub(() => ({ body: { id: 7, stars } }))
  const client = github.client()
  const ask = () => client.request('GET /repos/{owner}/{repo}', repository('app'), { kind: 'repository' })
  Object.assign((await ask()).data, { id: 8 })
  expect((await ask()).data).toEqual({ id: 7, stars: 1 })
  stars = 2
  github.clock.advance(300_000)
  expect((await ask()).data).toEqual({ id: 7, stars: 2 })
})

test('at most as many answers, and as many bytes of them, as it may keep; those asked for last', async () => {
  const answer = { url: '', headers: {}, etag: null, predictable: false, freshUntil: 0, tags: [] }
  const kept = (cache: ResponseCache, keys: readonly string[]) => keys.filter((key) => cache.get(key))
  const few = createResponseCache()
  for (let index = 0; index < 1_001; index += 1) {
    few.set(`${index}`, { ...answer, body: 'x' })
    few.get('0')
  }
  expect(kept(few, ['0', '1', '2', '1000'])).toEqual(['0', '2', '1000'])
  const small = createResponseCache({ maximumBytes: 100 })
  for (const key of ['a', 'b', 'c']) small.set(key, { ...answer, body: 'x'.repeat(40) })
  small.set('too large', { ...answer, body: 'x'.repeat(101) })
  expect(kept(small, ['a', 'b', 'c', 'too large'])).toEqual(['b', 'c'])
})

test('a cache that fails fails no call', async () => {
  const fail = () => {
    throw new Error('the cache is broken')
  }
  await using github = await startScriptedGitHub(() => ({ body: { id: 7 } }))
  const client = github.client({ cache: { get: fail, set: fail, invalidate: fail } })
  for (let call = 0; call < 2; call += 1) {
    expect(await client.request(route, repository('app'), { kind: 'repository' })).toMatchObject({
      status: 200,
    })
  }
  expect(client.invalidate('acme', 'app')).toBe(0)
  expect(github.received).toHaveLength(2)
  expect(github.lines.some((line) => line.includes('the cache is broken'))).toBe(true)
})

test('invalidation forgets exactly one repository, whatever case its name is in', async () => {
  await using github = await startScriptedGitHub(() => ({ body: [] }))
  const client = github.client()
  const names = ['app', 'app-2', 'ap']
  const askAll = async () => {
    for (const name of names) await client.request(pulls, repository(name), { kind: 'pulls' })
  }
  await askAll()
  expect(client.invalidate('ACME', 'App')).toBe(1)
  await askAll()
  expect(github.received.map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
    '/repos/acme/app/pulls',
    '/repos/acme/app-2/pulls',
    '/repos/acme/ap/pulls',
    '/repos/acme/app/pulls',
  ])
})

/** A repository that was `acme/old` and is `acme/new` now, numbered 7. */
function renamed(origin: string, path: string): Reply {
  const moved = path.replace(/^\/repos\/acme\/old/, '/repositories/7')
  if (moved !== path) return { status: 301, headers: { location: `${origin}${moved}` }, body: {} }
  return { body: path.startsWith('/repositories/7') ? { id: 7, full_name: 'acme/new' } : { id: 7, path } }
}

test('a rename is followed, remembered, and forgotten under both names', async () => {
  await using github = await startScriptedGitHub(({ path }) => renamed(github.url, path))
  const client = github.client()
  const old = repository('old')
  expect(await client.request(route, old, { kind: 'repository' })).toMatchObject({
    data: { full_name: 'acme/new' },
    url: `${github.url}/repositories/7`,
  })
  await client.request(route, old, { kind: 'repository' })
  expect(github.received).toHaveLength(2)
  github.clock.advance(300_000)
  await client.request(route, old, { kind: 'repository' })
  expect(github.calls.map(({ status }) => status)).toEqual([301, 200, 200, 301, 304])
  expect(github.calls.every(({ route: told }) => told === '/repos/{owner}/{repo}')).toBe(true)
  expect(client.invalidate('acme', 'new')).toBe(1)
  expect(client.invalidate('acme', 'old')).toBe(0)
})

test('a write forgets what is cached of its repository', async () => {
  await using github = await startScriptedGitHub(() => ({ body: [] }))
  const client = github.client()
  const read = () => client.request(pulls, repository('app'), { kind: 'pulls' })
  await read()
  await client.request('PATCH /repos/{owner}/{repo}', { ...repository('app'), description: 'x' })
  await read()
  expect(github.received.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET'])
})

test('an answer that was under way when something was written is asked for again', async () => {
  const gate = Promise.withResolvers<void>()
  let labels: string[] = []
  await using github = await startScriptedGitHub(async ({ method }) => {
    const body = labels
    if (method === 'GET' && body.length === 0) await gate.promise
    return { body }
  })
  const client = github.client()
  const read = () => client.request('GET /repos/{owner}/{repo}/labels', repository('app'), { kind: 'issues' })
  const early = read()
  await expect.poll(() => github.received.length).toBe(1)
  labels = ['bug']
  await client.request('DELETE /repos/{owner}/{repo}/labels/{name}', { ...repository('app'), name: 'x' })
  gate.resolve()
  expect((await early).data).toEqual([])
  expect((await read()).data).toEqual(['bug'])
})

test('an ETag that is not the one we can compute is sent back as it came', async () => {
  await using github = await startScriptedGitHub(() => ({ body: { id: 7 }, headers: { etag: '"opaque"' } }))
  const client = github.client()
  for (let call = 0; call < 2; call += 1) await client.request(route, repository('app'))
  expect(github.received.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"opaque"'])
  expect(github.calls.map(({ status }) => status)).toEqual([200, 304])
})
