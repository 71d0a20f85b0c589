import { expect, test } from 'vitest'
import { type SyncUnderTest, startSyncTest } from './sync.fixture.ts'
import { snapshotsSeen, worldSeen } from './synced-world.fixture.ts'

const HOUR_MS = 3_600_000
const range = { from: new Date('2025-12-01T00:00:00Z'), until: new Date('2026-01-05T07:00:00Z') }

const owners = ['mona', 'acme', 'other']

interface Installed {
  /** Of a user, on everything; of an organisation, on some; and one more. */
  readonly installations: readonly [user: number, some: number, other: number]
  /** What an agent is told that has no token, but the App. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Three accounts with three private repositories each, and an App that is installed on them. */
function install({ github }: SyncUnderTest): Installed {
  github.seed({ seed: 3, repositories: 9, issuesAndPullRequests: 720, commits: 5, ...range })
  for (const [index, { object }] of [...github.world.repositories.values()].entries()) {
    const login = owners[Math.floor(index / 3)] ?? ''
    const owner = { login, id: 60_000_000 + index, type: login === 'mona' ? 'User' : 'Organization' }
    const names = { owner, full_name: `${login}/${object.name}`, private: true }
    github.world.observe({ ...object, ...names }, range.until.getTime() + 1)
  }
  const app = github.createApp({ owner: 'acme' })
  const on = (account: string, repositories?: readonly string[]) =>
    github.credentials.install(app.id, { account, ...(repositories && { repositories }) })
  return {
    installations: [on('mona'), on('acme', ['acme/service-003', 'acme/service-004']), on('other')],
    environment: {
      ...{ OCTO_GITHUB_TOKEN: undefined, OCTO_GITHUB_OWNER: undefined },
      ...{ OCTO_GITHUB_APP_ID: String(app.id), OCTO_GITHUB_APP_PRIVATE_KEY: app.pem },
      ...{ OCTO_GITHUB_APP_WEBHOOK_SECRET: app.webhookSecret },
    },
  }
}

const tokensIssued = ({ github }: SyncUnderTest) =>
  github.requests.filter(({ path }) => path.endsWith('/access_tokens')).length

/** Lines of the world's repositories of these names. */
function seenOf({ github }: SyncUnderTest, names: readonly string[]): readonly string[] {
  const chosen = [...github.world.repositories].filter(([, { object }]) =>
    names.includes(String(object.full_name)),
  )
  return worldSeen({ ...github.world, repositories: new Map(chosen) })
}

const all = (owner: string) =>
  [0, 1, 2].map((index) => `${owner}/service-00${3 * owners.indexOf(owner) + index}`)

test('a sync reads private repositories through installations, whose tokens change within it; what is suspended is left out', async () => {
  await using sync = await startSyncTest()
  const { installations, environment } = install(sync)
  const { github } = sync
  const [, , other] = installations
  const suspended = github.credentials.installations.get(other)
  if (suspended !== undefined) suspended.suspendedAt = github.clock.now()
  github.setLatency(30)
  await using _agent = await sync.agent(environment)
  const run = await sync.start('full')
  await expect.poll(() => sync.spent().requests, { interval: 5 }).toBeGreaterThan(6)
  const before = tokensIssued(sync)
  await github.clock.advance(HOUR_MS + 60_000)
  expect(await sync.ended(run)).toMatchObject({
    ...{ stage: 'completed', errors: [], repositories_processed: 5 },
    skipped: [{ owner: 'other', reason: expect.stringMatching(/installation \d+ is suspended since/) }],
  })
  expect(before).toBe(2)
  expect(tokensIssued(sync)).toBeGreaterThan(before)
  const named = [...all('mona'), 'acme/service-003', 'acme/service-004']
  expect(snapshotsSeen(await sync.snapshots())).toEqual(seenOf(sync, named))
  expect(github.requests.filter(({ path }) => path.includes('/other/'))).toEqual([])
})

test('repositories that an installation gains are read whole, what it loses is left alone, and one may be asked for', async () => {
  await using sync = await startSyncTest()
  const { installations, environment } = install(sync)
  const { github } = sync
  await using _agent = await sync.agent(environment)
  const [, some, other] = installations
  expect(await sync.ended(await sync.start('full'))).toMatchObject({ errors: [], repositories_total: 8 })
  await github.clock.advance(HOUR_MS)
  const chosen = github.credentials.installations.get(some)
  const ids = [4, 5].map((index) => github.world.find(`acme/service-00${index}`)?.repository.id ?? 0)
  if (chosen !== undefined) chosen.repositoryIds = ids
  const next = await sync.ended(await sync.start('incremental'))
  expect(next).toMatchObject({ errors: [], repositories_total: 1, counts: { repositories: 1 } })
  expect(snapshotsSeen(await sync.snapshots())).toEqual(
    seenOf(sync, [...all('mona'), ...all('acme'), ...all('other')]),
  )
  const single = await sync.ended(await sync.start('repository', 'mona/service-002'))
  expect(single).toMatchObject({ stage: 'completed', counts: { repositories: 1 } })
  const suspended = github.credentials.installations.get(other)
  if (suspended !== undefined) suspended.suspendedAt = github.clock.now()
  await github.clock.advance(HOUR_MS)
  const refused = await sync.ended(await sync.start('repository', 'other/service-006'))
  expect(refused).toMatchObject({ stage: 'failed', counts: { repositories: 0 } })
  expect(refused.errors[0]?.message).toMatch(/the App's installation on other\/service-006 is suspended/)
})
