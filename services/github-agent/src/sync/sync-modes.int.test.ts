import { expect, test } from 'vitest'
import { type SyncUnderTest, startSyncTest } from './sync.fixture.ts'
import { snapshotsSeen, worldSeen } from './synced-world.fixture.ts'

const from = new Date('2025-06-01T00:00:00Z')
const until = new Date('2026-01-05T07:00:00Z')

/** A pull request changes, as a payload would tell it. */
function touch({ github }: SyncUnderTest, name: string, number: number, title: string): void {
  const repository = github.world.find(name)?.repository
  const pull = repository?.pulls.get(number) ?? repository?.issues.get(number)
  if (pull === undefined) throw new Error(`${name} has no ${number}`)
  const updated_at = `${new Date(github.clock.now()).toISOString().slice(0, 19)}Z`
  pull.object = { ...pull.object, title, updated_at }
}

test('an incremental sync reads what changed since each repository was read, and new repositories whole', async () => {
  await using sync = await startSyncTest()
  const { github } = sync
  github.seed({ seed: 3, repositories: 20, issuesAndPullRequests: 1_000, from, until })
  await using _agent = await sync.agent()
  await sync.ended(await sync.start('full'))
  await github.clock.advance(3_600_000)
  const idle = sync.spent().budget
  const nothing = await sync.ended(await sync.start('incremental'))
  expect(nothing).toMatchObject({ stage: 'completed', repositories_total: 0 })
  // One point for twenty repositories; whose repositories there are comes from the cache or costs nothing.
  expect(sync.spent().budget - idle).toBeLessThanOrEqual(3)
  touch(sync, 'acme/service-004', 7, 'Changed')
  touch(sync, 'acme/service-004', 8, 'Changed, too')
  touch(sync, 'acme/service-011', 1, 'Changed as well')
  const before = (await sync.snapshots()).length
  const run = await sync.ended(await sync.start('incremental'))
  expect(run).toMatchObject({ stage: 'completed', repositories_total: 2 })
  expect(run.counts.issues + run.counts.pull_requests).toBe(3)
  const added = (await sync.snapshots()).slice(before)
  expect(added.filter(({ type }) => type === 'issue' || type === 'pull_request')).toHaveLength(3)
  const known = new Set(snapshotsSeen(await sync.snapshots()))
  for (const line of worldSeen(github.world)) expect(known).toContain(line)
})

test('the schedule reads what changed at its hour, and a poll leaves no trace when it finds nothing', async () => {
  await using sync = await startSyncTest({ start: new Date('2026-01-06T00:30:00Z'), flowing: true })
  const { github } = sync
  github.seed({ seed: 3, repositories: 2, issuesAndPullRequests: 30, from, until })
  await using _agent = await sync.agent({
    ...{ OCTO_SYNC_SCHEDULE: '0 2 * * *', OCTO_TIMEZONE: 'Europe/Berlin', OCTO_POLL_SECONDS: '300' },
  })
  // A poll is no reason to read a repository whole.
  const polled = sync.spent().requests
  await github.clock.advance(301_000)
  await expect.poll(() => sync.spent().requests, { timeout: 10_000 }).toBeGreaterThan(polled)
  await expect.poll(async () => (await sync.runs()).running).toBeNull()
  expect((await sync.runs()).ended).toEqual([])
  await github.clock.advance(3_600_000)
  const ended = async () => (await sync.runs()).ended
  await expect.poll(ended, { timeout: 20_000 }).toMatchObject([
    {
      ...{ cause: 'schedule', mode: 'incremental', stage: 'completed', counts: { repositories: 2 } },
    },
  ])
  expect((await ended())[0]?.started_at).toMatch(/^2026-01-06T01:/)
  touch(sync, 'acme/service-001', 3, 'Changed')
  await github.clock.advance(301_000)
  await expect
    .poll(ended, { timeout: 20_000 })
    .toMatchObject([{ cause: 'poll', repositories_total: 1 }, { cause: 'schedule' }])
})

const user = { login: 'mona', id: 17, type: 'User' }
const at = '2026-01-02T10:00:00Z'

type Repository = NonNullable<ReturnType<SyncUnderTest['github']['world']['find']>>['repository']

/** One of each; the number of the pull request that was reviewed. */
function furnish(repository: Repository): number {
  const [pull] = repository.pulls.values()
  if (pull === undefined) throw new Error('the seed made none')
  const path = `https://api.github.com/repos/acme/service-000/pulls/${pull.number}`
  pull.reviews.set(5, { id: 5, state: 'approved', user, submitted_at: at, commit_id: 'c'.repeat(40) })
  pull.reviewComments.set(6, {
    ...{
      id: 6,
      user,
      created_at: at,
      updated_at: at,
      path: 'a.ts',
      pull_request_url: path,
      url: `${path}/6`,
    },
  })
  pull.object = { ...pull.object, review_comments: 1 }
  const made = { creator: user, created_at: at, updated_at: at }
  repository.deployments.set(7, {
    ...made,
    id: 7,
    sha: 'd',
    ref: 'main',
    task: 'deploy',
    environment: 'production',
  })
  repository.deploymentStatuses.set(
    7,
    new Map([[8, { ...made, id: 8, state: 'success', environment: 'production' }]]),
  )
  repository.releases.set(9, {
    ...{ id: 9, tag_name: 'v1', name: 'One', target_commitish: 'main', draft: false, prerelease: false },
    ...{ author: user, created_at: at, published_at: at },
  })
  repository.contributors = [user, { ...user, login: 'hubot', id: 18 }]
  return pull.number
}

test('reviews, comments on code, deployments and releases come with what they belong to', async () => {
  await using sync = await startSyncTest()
  const { github } = sync
  github.seed({ seed: 3, repositories: 1, issuesAndPullRequests: 20, from, until })
  const repository = github.world.find('acme/service-000')?.repository
  if (repository === undefined) throw new Error('the seed made none')
  const number = furnish(repository)
  await using _agent = await sync.agent()
  const run = await sync.ended(await sync.start('repository', 'acme/service-000'))
  expect(run).toMatchObject({ stage: 'completed', errors: [], counts: { deployments: 1, releases: 1 } })
  const snapshots = await sync.snapshots()
  expect(
    snapshots.filter((each) => each.type === 'pull_request' && each.reviews?.length === 1),
  ).toMatchObject([
    {
      pull_request: { number },
      reviews: [{ id: 5, state: 'approved', user, submitted_at: at, commit_id: 'c'.repeat(40) }],
      review_comments: [{ id: 6, user, path: 'a.ts', in_reply_to_id: null }],
    },
  ])
  expect(snapshots.filter(({ type }) => type === 'deployment')).toMatchObject([
    { deployment: { id: 7, environment: 'production' }, statuses: [{ id: 8, state: 'success' }] },
  ])
  expect(snapshots.filter(({ type }) => type === 'release')).toMatchObject([
    { release: { id: 9, tag_name: 'v1', target_commitish: 'main' } },
  ])
  expect(snapshots.filter(({ type }) => type === 'repository')).toMatchObject([{ contributors: 2 }])
  expect(snapshots.filter(({ type }) => type === 'totals')).toMatchObject([
    { totals: { deployments: 1, releases: 1 } },
  ])
})
