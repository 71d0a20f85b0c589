import type { Snapshot } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { type SyncUnderTest, startSyncTest } from './sync.fixture.ts'

const from = new Date('2025-12-20T00:00:00Z')
const until = new Date('2026-01-05T07:00:00Z')
const app = { id: 15_368, slug: 'github-actions', name: 'GitHub Actions' }

const isoOf = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`

function repositoryOf({ github }: SyncUnderTest) {
  const repository = github.world.find('acme/service-000')?.repository
  const head = repository?.branches.get('main')
  if (repository === undefined || head === undefined) throw new Error('the seed made none')
  return { repository, head }
}

/** A suite of one run on a commit of the default branch, whose numbers are greater than an Int's. */
function check(sync: SyncUnderTest, head: string, conclusion: string | null): void {
  const { repository } = repositoryOf(sync)
  const now = isoOf(sync.github.clock.now())
  const status = conclusion === null ? 'in_progress' : 'completed'
  const begun = repository.checkSuites.get(36_000_000_001)
  const created_at = String(begun?.created_at ?? now)
  const suite = { id: 36_000_000_001, head_sha: head, head_branch: 'main', app, status, conclusion }
  repository.checkSuites.set(suite.id, { ...suite, created_at, updated_at: now })
  const completed_at = conclusion === null ? null : now
  const run = { id: 41_000_000_001, name: 'unit-tests', head_sha: head, status, conclusion, app }
  const output = { title: 'Tests', summary: null }
  repository.checkRuns.set(run.id, {
    ...{ ...run, check_suite: { id: suite.id }, started_at: created_at, completed_at, output },
  })
  repository.workflowRuns.set(14_000_000_001, {
    ...{ id: 14_000_000_001, name: 'CI', workflow_id: 7, run_number: 3, run_attempt: 2, event: 'schedule' },
    ...{ check_suite_id: suite.id, head_branch: 'main', head_sha: head, status, conclusion },
    ...{ created_at, run_started_at: created_at, updated_at: now },
  })
  repository.revision += 1
}

const ofType = (snapshots: readonly Snapshot[], type: Snapshot['type']) =>
  snapshots.filter((snapshot) => snapshot.type === type)

test('what checked a commit is read, and what went on is looked at again until it has ended', async () => {
  await using sync = await startSyncTest()
  sync.github.seed({ seed: 3, repositories: 2, issuesAndPullRequests: 20, commits: 3, from, until })
  await using _agent = await sync.agent()
  const { repository, head } = repositoryOf(sync)
  const earlier = repository.commits.get(head)?.parent ?? ''
  check(sync, earlier, null)
  const full = await sync.ended(await sync.start('full'))
  expect(full).toMatchObject({ errors: [], counts: { check_suites: 1, workflow_runs: 1 } })
  await sync.github.clock.advance(1_200_000)
  check(sync, earlier, 'failure')
  const again = await sync.ended(await sync.start('incremental'))
  expect(again).toMatchObject({ errors: [], repositories_total: 1, counts: { check_suites: 1, commits: 0 } })
  const snapshots = await sync.snapshots()
  expect(ofType(snapshots, 'check_suite')).toMatchObject([
    { check_suite: { id: 36_000_000_001, status: 'in_progress', conclusion: null } },
    {
      check_suite: {
        id: 36_000_000_001,
        head_branch: 'main',
        conclusion: 'failure',
        app,
      },
      check_runs: [
        { id: 41_000_000_001, name: 'unit-tests', conclusion: 'failure', output: { title: 'Tests' } },
      ],
    },
  ])
  expect(ofType(snapshots, 'workflow_run').at(-1)).toMatchObject({
    workflow_run: {
      id: 14_000_000_001,
      run_attempt: 2,
      conclusion: 'failure',
      check_suite_id: 36_000_000_001,
      // That of a fork would be another's.
      head_repository: { id: repository.id },
    },
    jobs: null,
  })
  await sync.github.clock.advance(1_200_000)
  const idle = await sync.ended(await sync.start('incremental'))
  expect(idle).toMatchObject({ repositories_total: 0 })
})

test('the newest reports of a commit come with it, and who may not see Actions reads the rest', async () => {
  await using sync = await startSyncTest()
  sync.github.seed({ seed: 3, repositories: 1, issuesAndPullRequests: 10, commits: 3, from, until })
  const { repository, head } = repositoryOf(sync)
  const created_at = '2026-01-05T06:00:00Z'
  const report = { sha: head, context: 'ci/legacy', description: 'Built', created_at, updated_at: created_at }
  repository.statuses.set(35_000_000_001, { ...report, id: 35_000_000_001, state: 'pending' })
  repository.statuses.set(35_000_000_002, { ...report, id: 35_000_000_002, state: 'failure' })
  check(sync, head, null)
  sync.github.faults.plan({ kind: 'status', status: 404 }, { times: 1, on: /GET .*\/actions\/runs/ })
  await using _agent = await sync.agent()
  const run = await sync.ended(await sync.start('full'))
  expect(run).toMatchObject({ counts: { repositories: 1, check_suites: 1, workflow_runs: 0 } })
  expect(run.errors).toMatchObject([{ repository: 'acme/service-000', operation: 'workflow_runs' }])
  expect(ofType(await sync.snapshots(), 'commit_status')).toMatchObject([
    {
      sha: head,
      branches: ['main'],
      statuses: [{ id: 35_000_000_002, state: 'failure', context: 'ci/legacy' }],
    },
  ])
  // What runs by the clock pushes nothing: the head's checks tell of it.
  await sync.github.clock.advance(300_000_000)
  check(sync, head, 'success')
  const next = await sync.ended(await sync.start('incremental'))
  expect(next).toMatchObject({ repositories_total: 1, counts: { check_suites: 1, workflow_runs: 1 } })
})
