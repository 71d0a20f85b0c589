import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, tokenFor } from './gateway.fixture.ts'
import { projectRows } from './project-rows.fixture.ts'
import { repositoryRows } from './repository-rows.fixture.ts'
import { nameRow } from './rows.fixture.ts'
import { deploymentRow, issueRow, releaseRow } from './work-rows.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-03-10T00:00:00Z') })
const at = new Date('2026-03-05T00:00:00Z')
const minute = (index: number) => new Date(at.getTime() + index * 60_000)

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [
      nameRow(1, 'acme/old', '2026-03-01T00:00:00Z'),
      nameRow(1, 'acme/api', '2026-03-04T00:00:00Z'),
      nameRow(2, 'acme/secret', '2026-03-01T00:00:00Z'),
    ],
  })
  await gateway.insert('deployments', {
    deployments: [1, 2].map((id) =>
      deploymentRow({ repository_id: id, deployment_id: id, created_at: at }, minute(1)),
    ),
    releases: [releaseRow(1, 1, at), releaseRow(2, 2, at)],
  })
  await gateway.insert('repositories', {
    repository_days: [...repositoryRows(1, 'acme/api', at), ...repositoryRows(2, 'acme/secret', at)],
  })
  for (const id of [1, 2]) await gateway.insert('projects', projectRows(id, at))
  await gateway.insert('issues', { issues: [1, 2].map((id) => issueRow(id, 1, at, at, 'open')) })
})

const lists = ['/api/v1/deployments', '/api/v1/releases', '/api/v1/issues', '/api/v1/repositories']
const repositoriesIn = (body: Readonly<Record<string, unknown>>) =>
  (body.data as { repository: string }[]).map(({ repository }) => repository)

test.each(lists)('%s: an old name finds the repository, under its new one', async (path) => {
  const { body } = await gateway.ask(`${path}?repository=ACME/Old`)
  expect(repositoriesIn(body)).toEqual(['acme/api'])
})

test.each(lists)('%s: a token for some repositories shows those, and no more', async (path) => {
  const as = await tokenFor(['acme/api'])
  expect(repositoriesIn((await gateway.ask(path, { as })).body)).toEqual(['acme/api'])
  expect(repositoriesIn((await gateway.ask(`${path}?repository=acme/secret`, { as })).body)).toEqual([])
})

test.each(lists)('%s can be had as a file', async (path) => {
  const { status, text } = await gateway.ask(`${path}?format=csv&repository=acme/api`)
  const [names, first, ...rest] = text.trim().split('\n')
  expect({ status, names, first, rest }).toMatchObject({
    status: 200,
    names: expect.stringContaining('repository_id'),
    first: expect.stringContaining('acme/api'),
    rest: [],
  })
})

test('a repository that the asker may not see is as unknown as one that is not there', async () => {
  const as = await tokenFor(['acme/api'])
  const statusOf = async (name: string) => (await gateway.ask(`/api/v1/repositories/${name}`, { as })).status
  expect(await Promise.all(['acme/old', 'acme/secret', 'acme/nobody'].map(statusOf))).toEqual([200, 404, 404])
})

test('projects that the asker may not see are not there', async () => {
  const as = await tokenFor(['acme/api'])
  expect(repositoriesIn((await gateway.ask('/api/v1/projects', { as })).body)).toEqual(['acme/api'])
  const statusOf = async (path: string) => (await gateway.ask(`/api/v1/projects/${path}`, { as })).status
  const paths = ['1', '1/updates', '2', '2/updates', '3']
  expect(await Promise.all(paths.map(statusOf))).toEqual([200, 200, 404, 404, 404])
})

test('the intake is no matter of one repository', async () => {
  const as = await tokenFor(['acme/api'])
  const statusOf = async (path: string) => (await gateway.ask(`/api/v1/intake${path}`, { as })).status
  expect(await Promise.all(['', '/missing'].map(statusOf))).toEqual([403, 403])
})

test('numbers are about what the asker may see', async () => {
  const as = await tokenFor(['acme/api'])
  const issues = (await gateway.ask('/api/v1/issues/metrics?group_by=repository', { as })).body
  expect(issues).toMatchObject({ numbers: { opened: 1 }, groups: [{ repository: 'acme/api' }] })
  const dora = (await gateway.ask('/api/v1/dora?group_by=repository', { as })).body
  expect(dora).toMatchObject({
    metrics: { deployment_frequency: { deployments: 1 } },
    groups: [{ repository: 'acme/api' }],
  })
  const secret = await gateway.ask('/api/v1/dora?repository=acme/secret', { as })
  expect(secret.body).toMatchObject({
    metrics: { deployment_frequency: { deployments: null, reason: 'unknown_repositories' } },
    unknown_repositories: ['acme/secret'],
  })
})

/** Of 300 issues, three to a minute, each was open; all but every tenth were closed later, the rows lie apart. */
test('pages pass thousands of rows that fit once, and no entry is lost or told twice', async () => {
  const seen = Array.from({ length: 300 }, (_, index) => ({
    number: index + 100,
    opened: minute(Math.floor(index / 3)),
  }))
  await gateway.insert('issues', {
    issues: seen.map(({ number, opened }) => issueRow(1, number, opened, opened, 'open')),
  })
  const closed = seen.filter(({ number }) => number % 10 !== 0)
  await gateway.insert('issues', {
    issues: closed.map(({ number, opened }) => issueRow(1, number, opened, minute(5000), 'closed')),
  })
  const found: number[] = []
  let cursor: string | null = null
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`
    const { body } = await gateway.ask(`/api/v1/issues?state=open&repository=acme/api&limit=7${next}`)
    found.push(...(body.data as { number: number }[]).map(({ number }) => number))
    expect(body.page).toMatchObject({ total: cursor === null ? 31 : null })
    cursor = (body.page as { next_cursor: string | null }).next_cursor
  } while (cursor !== null)
  const expected = seen.map(({ number }) => number).filter((number) => number % 10 === 0)
  expect(found).toEqual([...expected.toReversed(), 1])
})

test.each([
  ['/api/v1/issues?state=none', 'state'],
  ['/api/v1/issues?breached=yes', 'breached'],
  ['/api/v1/issues?cursor=bm9uZQ', 'cursor'],
  ['/api/v1/issues/metrics?group_by=day', 'group_by'],
  ['/api/v1/dora?source=tags', 'source'],
  ['/api/v1/dora?until=2026-01-01T00:00:00Z&since=2026-01-02T00:00:00Z', 'until'],
  ['/api/v1/deployments?production=1', 'production'],
  ['/api/v1/releases?kind=tag', 'kind'],
])('%s is refused by name', async (path, parameter) => {
  expect(await gateway.ask(path)).toMatchObject({ status: 400, body: { parameter } })
})
