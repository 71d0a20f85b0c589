import { expect, test } from 'vitest'
import type { Page } from './pages.ts'
import { type Received, type Reply, startScriptedGitHub } from './scripted-github.fixture.ts'

const ALL = Array.from({ length: 250 }, (_, index) => ({ id: index + 1 }))

/** A list in pages, with GitHub's links; named and counted as those of Actions are, or bare. */
function listing(origin: () => string, name: string | null): (received: Received) => Reply {
  return ({ path }) => {
    const url = new URL(path, origin())
    const size = Number(url.searchParams.get('per_page') ?? 30)
    const page = Number(url.searchParams.get('page') ?? 1)
    const items = ALL.slice((page - 1) * size, page * size)
    url.searchParams.set('page', String(page + 1))
    const more: Record<string, string> =
      page * size < ALL.length ? { link: `<${url.href}>; rel="next", <${url.href}>; rel="last"` } : {}
    return { headers: more, body: name === null ? items : { total_count: ALL.length, [name]: items } }
  }
}

async function collect<T>(pages: AsyncIterable<Page<T>>): Promise<Page<T>[]> {
  const all: Page<T>[] = []
  for await (const page of pages) all.push(page)
  return all
}

const repository = { owner: 'acme', repo: 'app' }

test('all pages come, a hundred things each, and all calls have the template of the first', async () => {
  await using github = await startScriptedGitHub(listing(() => github.url, null))
  const pages = await collect(
    github
      .client()
      .paginate('GET /repos/{owner}/{repo}/issues', { ...repository, state: 'all' }, { cause: 'd1' }),
  )
  expect(pages.map(({ items, total }) => [items.length, total])).toEqual([
    [100, null],
    [100, null],
    [50, null],
  ])
  expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ALL.map(({ id }) => id))
  expect(github.received.every(({ path }) => path.includes('state=all'))).toBe(true)
  expect(new Set(github.calls.map(({ route, delivery_id }) => `${route} ${delivery_id}`))).toEqual(
    new Set(['/repos/{owner}/{repo}/issues d1']),
  )
})

test('a list under a name has its items and GitHub’s count', async () => {
  await using github = await startScriptedGitHub(listing(() => github.url, 'workflow_runs'))
  const pages = await collect(github.client().paginate('GET /repos/{owner}/{repo}/actions/runs', repository))
  expect(pages.map(({ items, total }) => [items.length, total])).toEqual([
    [100, 250],
    [100, 250],
    [50, 250],
  ])
  expect(pages.at(-1)?.items.at(-1)?.id).toBe(250)
})

test('another process goes on from the page where the first one stood', async () => {
  await using github = await startScriptedGitHub(listing(() => github.url, null))
  const route = 'GET /repos/{owner}/{repo}/issues'
  const first = await github.client().paginate(route, repository)[Symbol.asyncIterator]().next()
  const from = first.value?.next
  expect(from).toContain('page=2')
  const rest = await collect(github.client().paginate(route, repository, { from }))
  expect(rest.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ALL.slice(100).map(({ id }) => id))
})

test('a repository without commits has no pages; another conflict is an error', async () => {
  let message = 'Git Repository is empty.'
  await using github = await startScriptedGitHub(() => ({ status: 409, body: { message } }))
  const client = github.client()
  expect(await collect(client.paginate('GET /repos/{owner}/{repo}/commits', repository))).toEqual([])
  message = 'Conflict'
  const conflict = collect(client.paginate('GET /repos/{owner}/{repo}/commits', repository))
  await expect(conflict).rejects.toMatchObject({ status: 409 })
})
