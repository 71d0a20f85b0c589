import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { job, jobEvents, wasteEvents } from './support/ci-jobs.ts'
import { at, ciOf } from './support/ci-payloads.ts'
import { type CiSystem, startCiSystem } from './support/ci-system.ts'

let ci: CiSystem

type Seconds = number | null

function spread(count: number, mean: Seconds, median: Seconds, p75: Seconds, p90: Seconds) {
  return { count, mean_seconds: mean, median_seconds: median, p75_seconds: p75, p90_seconds: p90 }
}

const flaky = ciOf({ id: 101, full_name: 'acme/Flaky' })
const main = ciOf({ id: 103, full_name: 'acme/main' })
const stuck = ciOf({ id: 104, full_name: 'acme/stuck' })
const sha = (letter: string) => letter.repeat(40)
const suite = (id: number, letter: string, created: string, branch = 'main') => ({
  id,
  sha: sha(letter),
  created,
  branch,
})

const unit = (id: number) => ({ id, name: 'unit' })
const lint = (id: number) => ({ id, name: 'lint' })
const [s1, s2, s3] = [suite(1, 'a', '10:00'), suite(2, 'b', '10:30'), suite(3, 'd', '10:40')]
const [s4, s5, s6] = [suite(4, 'e', '10:50'), suite(5, 'f', '11:20'), suite(6, 'f', '11:20')]
const flakyEvents = [
  flaky.checkStarted(s1, unit(1), '10:01'),
  flaky.checkEnded(s1, unit(1), ['10:01', '10:05'], 'failure'),
  flaky.checkEnded(s1, lint(2), ['10:01', '10:02'], 'success'),
  flaky.suite(s1, '10:05', 'failure'),
  flaky.checkEnded(s1, unit(3), ['10:15', '10:20'], 'success'),
  flaky.suite(s1, '10:20', 'success'),
  flaky.checkEnded(s2, unit(4), ['10:31', '10:35'], 'success'),
  flaky.checkEnded(s3, unit(5), ['10:41', '10:45'], 'failure'),
  flaky.checkEnded(s4, lint(6), ['10:51', '11:00'], 'timed_out'),
  flaky.checkEnded(s4, lint(6), ['11:05', '11:10'], 'success'),
  flaky.checkEnded(s5, unit(7), ['11:21', '11:25'], 'failure'),
  flaky.checkEnded(s6, unit(8), ['11:21', '11:26'], 'success'),
  flaky.status({ id: 1, sha: sha('a'), context: 'legacy', state: 'pending' }, '10:01'),
  flaky.status({ id: 2, sha: sha('a'), context: 'legacy', state: 'success' }, '10:06'),
  stuck.status({ id: 5, sha: sha('a'), context: 'legacy', state: 'failure' }, '10:01'),
  stuck.status({ id: 6, sha: sha('a'), context: 'legacy', state: 'pending' }, '10:06'),
]

const c5 = suite(36, '5', '12:00')
const mainEvents = [
  main.suite(suite(31, '1', '08:00'), '08:10', 'success'),
  main.suite(suite(32, '2', '09:00'), '09:10', 'failure'),
  main.suite(suite(32, '2', '09:00'), '09:40', 'success'),
  main.suite(suite(33, '3', '10:00'), '10:05', 'failure'),
  main.suite(suite(34, '4', '11:00'), '11:05', 'success'),
  main.suite(suite(35, '4', '11:00'), '11:30', 'success'),
  main.status({ id: 3, sha: sha('4'), context: 'legacy', state: 'pending' }, '11:01'),
  main.status({ id: 4, sha: sha('4'), context: 'legacy', state: 'success' }, '11:02'),
  main.checkStarted(c5, unit(51), '12:01'),
  main.suite(suite(37, '6', '12:30', 'feature'), '12:40', 'failure'),
]

const s45 = suite(45, '7', '12:00')
const s46 = suite(46, '8', '12:00')
const stuckEvents = [
  stuck.jobQueued(job(41, 41, '20:00')),
  stuck.jobStarted(job(42, 42, '09:59'), '10:00', 'linux'),
  stuck.run({ id: 42, started: '09:59' }, '10:30', 'success'),
  stuck.jobQueued(job(43, 43, '19:00')),
  stuck.run({ id: 43, attempt: 2, started: '19:30' }, '19:40', 'success'),
  stuck.jobStarted(job(44, 44, '21:59'), '22:00', 'linux'),
  stuck.checkStarted(s45, unit(45), '12:00'),
  stuck.suite(s45, '13:00', 'success'),
  stuck.checkStarted(s46, unit(46), '12:00'),
  stuck.run({ id: 47, suite: 47, started: '09:00' }, '09:01', null),
  stuck.suite(suite(47, '9', '09:00'), '10:00', 'success'),
]

beforeAll(async () => {
  ci = await startCiSystem(inject('natsServerBin'), new Date('2026-01-06T00:00:00Z'))
  const former = ciOf({ id: 101, full_name: 'acme/former' })
  await ci.send([
    [former.status({ id: 1, sha: sha('a'), context: 'legacy', state: 'pending' }, '10:01')],
    [...flakyEvents, ...jobEvents, ...wasteEvents, ...mainEvents, ...stuckEvents],
  ])
})

afterAll(() => ci[Symbol.asyncDispose]())

/*
 * unit: in suite 1 it failed at 10:05 and its rerun passed at 10:20, a flake; it passed in suite 2, failed in 3 and 5,
 * passed in 6 (of the same commit as 5, but another workflow's): 1 flake of 5. lint: it passed in suite 1; in 4 the
 * same check run timed out and then passed at 11:10: 1 flake of 2.
 */
test('flaky checks: failed, then passed, on the same commit in the same suite', async () => {
  const { data } = await ci.ask('/flaky-checks?repository=acme/flaky')
  expect(data).toEqual([
    {
      ...{ repository: 'acme/Flaky', repository_id: 101, name: 'lint', flakes: 1, decided: 2, rate: 0.5 },
      ...{ last_flake_at: at('11:10'), last_head_sha: sha('e') },
    },
    {
      ...{ repository: 'acme/Flaky', repository_id: 101, name: 'unit', flakes: 1, decided: 5, rate: 0.2 },
      ...{ last_flake_at: at('10:20'), last_head_sha: sha('a') },
    },
  ])
  expect(await ci.walk('/flaky-checks?limit=1')).toEqual(data)
  expect((await ci.ask('/flaky-checks?since=2026-01-05T10:45:00Z&name=LINT')).data).toHaveLength(1)
})

test('checks as they are now, by name, commit, conclusion, status, time, former name and page', async () => {
  const ids = async (query: string) =>
    (await ci.ask(`/checks?repository=ACME/former&${query}`)).data.map(({ kind, id }) => `${kind} ${id}`)
  // By the creation of their suites, then by id; of the status only the newest report.
  const all = ['8', '7', '6', '5', '4'].map((id) => `check_run ${id}`)
  const ofFirst = ['check_run 3', 'check_run 2', 'check_run 1']
  expect(await ids('')).toEqual([...all, 'status 2', ...ofFirst])
  expect(await ids('name=UNIT&conclusion=failure')).toEqual(['check_run 7', 'check_run 5', 'check_run 1'])
  expect(await ids('conclusion=timed_out')).toEqual([])
  expect(await ids(`sha=${sha('a')}&kind=check_run`)).toEqual(ofFirst)
  expect(await ids('status=in_progress&status=queued')).toEqual([])
  expect(await ids('since=2026-01-05T10:30:00Z&until=2026-01-05T10:50:00Z')).toEqual(all.slice(3))
  expect(await ids('branch=feature')).toEqual([])
  expect(await ci.walk('/checks?repository=acme/flaky&limit=2')).toHaveLength(9)
  const pending = '/checks?repository=acme/stuck&kind=status'
  for (const query of ['', '&status=in_progress']) {
    expect((await ci.walk(`${pending}${query}`)).map(({ id, status }) => [id, status])).toEqual([
      [6, 'in_progress'],
    ])
  }
  const { data } = await ci.ask(`/checks?sha=${sha('e')}`)
  expect(data).toMatchObject([
    {
      name: 'lint',
      status: 'completed',
      conclusion: 'success',
      started_at: at('11:05'),
      completed_at: at('11:10'),
    },
  ])
  expect(data[0]).toMatchObject({
    duration_seconds: 300,
    title: 'lint: success',
    summary: 'All of lint',
    default_branch: 'main',
  })
})

/*
 * linux: 11 waited 10 s and ran 120 s, 12 waited 30 and ran 30, 13 waited 20 and ran 60, 31 waited 40 and ran 45.
 * Waits 10 20 30 40: mean 25, median 25, p75 30 + 0.25 × 10 = 32.5, p90 30 + 0.7 × 10 = 37.
 * Durations 30 45 60 120: mean 63.75, median 52.5, p75 60 + 0.25 × 60 = 75, p90 60 + 0.7 × 60 = 102; 255 s = 4.25 min,
 * rounded up one by one 1 + 1 + 1 + 2 = 5. Wasted: 11 and 12 (the attempt failed) and 31 (cancelled): 195 s = 3.25 min.
 * gpu: 21 waited 100 s and ran 300. No runner took 22 and 32.
 */
test('jobs: queue wait, durations, minutes and wasted minutes by runner group', async () => {
  const { data } = await ci.ask('/workflows/jobs/metrics?repository=acme/jobs')
  const none = spread(0, null, null, null, null)
  expect(data).toEqual([
    {
      ...{ runner_group: 'gpu', jobs: 1, succeeded: 1, failed: 0, cancelled: 0, skipped: 0 },
      queue_wait: spread(1, 100, 100, 100, 100),
      duration: spread(1, 300, 300, 300, 300),
      ...{ minutes: 5, billed_minutes: 5, wasted_minutes: 0, wasted_share: 0 },
    },
    {
      ...{ runner_group: 'linux', jobs: 4, succeeded: 2, failed: 1, cancelled: 1, skipped: 0 },
      queue_wait: spread(4, 25, 25, 32.5, 37),
      duration: spread(4, 63.75, 52.5, 75, 102),
      ...{ minutes: 4.25, billed_minutes: 5, wasted_minutes: 3.25, wasted_share: 195 / 255 },
    },
    {
      ...{ runner_group: null, jobs: 2, succeeded: 0, failed: 0, cancelled: 1, skipped: 1 },
      ...{ queue_wait: none, duration: none },
      ...{ minutes: null, billed_minutes: null, wasted_minutes: null, wasted_share: null },
    },
  ])
  const grouped = '/workflows/jobs/metrics?group_by=repository&group_by=workflow&group_by=job'
  expect((await ci.ask(`${grouped}&repository=acme/jobs`)).data).toMatchObject([
    { repository: 'acme/jobs', workflow: 'CI', job: 'build', jobs: 7, minutes: 9.25, wasted_minutes: 3.25 },
  ])
})

/*
 * Run 61 succeeded and was repeated: its first minute is wasted, not its second. Of run 62 only jobs tell: the 2 minutes of
 * the failed one are wasted, not the minute of the other. Run 63 succeeded although a job of 3 minutes failed: not wasted.
 * Of run 64 only jobs tell, one of a second attempt: the 4 minutes of the first are wasted. 1 + 2 + 4 of 13 minutes.
 */
test('wasted minutes: of attempts that failed or were repeated, or of failed jobs of which nothing more is known', async () => {
  const { data } = await ci.ask('/workflows/jobs/metrics?repository=acme/waste')
  expect(data).toMatchObject([{ jobs: 7, minutes: 13, wasted_minutes: 7, wasted_share: 7 / 13 }])
  // Of all repositories it is asked in another way.
  const all = await ci.ask('/workflows/jobs/metrics?group_by=repository')
  const waste = { repository: 'acme/waste', jobs: 7, minutes: 13, wasted_minutes: 7 }
  expect(all.data).toContainEqual(expect.objectContaining(waste))
})

/*
 * Attempts: 09:00–09:03 failure, 09:10–09:12 success, 09:20–09:27 success, 09:30–09:32 cancelled. Seconds 120 120 180
 * 420: mean 210, median 150, p75 180 + 0.25 × 240 = 240, p90 180 + 0.7 × 240 = 348. Of 3 that succeeded or failed 2 succeeded.
 */
test('workflow runs: outcomes and durations', async () => {
  const { data } = await ci.ask('/workflows/metrics?repository=acme/jobs')
  expect(data).toEqual([
    {
      ...{ repository: 'acme/jobs', repository_id: 102, workflow: 'CI' },
      ...{
        attempts: 4,
        runs: 3,
        reruns: 1,
        succeeded: 2,
        failed: 1,
        cancelled: 1,
        skipped: 0,
        unfinished: 0,
      },
      success_rate: 2 / 3,
      duration: spread(4, 210, 150, 240, 348),
    },
  ])
  const runs = await ci.walk('/workflows?repository=acme/jobs&limit=3')
  expect(runs.map(({ id, attempt, conclusion }) => [id, attempt, conclusion])).toEqual([
    [3, 1, 'cancelled'],
    [2, 1, 'success'],
    [1, 2, 'success'],
    [1, 1, 'failure'],
  ])
})

test('jobs with their steps, of one run', async () => {
  const { data } = await ci.ask('/workflows/jobs?repository=acme/jobs&run_id=1')
  expect(data.map(({ id, attempt }) => [id, attempt])).toEqual([
    [13, 2],
    [12, 1],
    [11, 1],
  ])
  expect(data[2]).toMatchObject({
    ...{ queue_wait_seconds: 10, duration_seconds: 120, runner_group: 'linux', labels: ['linux'] },
    steps: [{ number: 1, name: 'Set up job', duration_seconds: 120, conclusion: 'success' }],
  })
})

/*
 * Green 08:10, red 09:10 (commit 2), green 09:40 (its rerun), red 10:05 (commit 3), green 11:30, when the last suite of
 * commit 4 had passed. Back to green after 30 and 85 minutes: 1800 and 5100 s: mean and median 3450, p75 1800 + 0.75 ×
 * 3300 = 4275, p90 4770. Green for 60 min, 25 min and from 11:30 to 24:00: 3600 + 1500 + 45000 s; red 6900 s.
 */
test('is the default branch green: now, how long, how soon again', async () => {
  const { data } = await ci.ask('/branches/health?repository=acme/main&timeline=true')
  const turn = (time: string, state: string, letter: string) => ({
    ...{ at: at(time).replace('Z', '.000Z'), state, head_sha: sha(letter) },
  })
  expect(data).toEqual([
    {
      ...{ repository: 'acme/main', repository_id: 103, branch: 'main' },
      ...{ state: 'green', state_since: '2026-01-05T11:30:00.000Z', head_sha: sha('4') },
      ...{ pending_head_sha: sha('5'), turned_red: 2, green_seconds: 50_100, red_seconds: 6900 },
      time_to_green: spread(2, 3450, 3450, 4275, 4770),
      green_share: 50_100 / 57_000,
      timeline: [
        turn('08:10', 'green', '1'),
        turn('09:10', 'red', '2'),
        turn('09:40', 'green', '2'),
        turn('10:05', 'red', '3'),
        turn('11:30', 'green', '4'),
      ],
    },
  ])
  expect((await ci.ask('/branches/health?repository=acme/main&branch=feature')).data).toMatchObject([
    { branch: 'feature', state: 'red', time_to_green: { count: 0, mean_seconds: null }, green_share: 0 },
  ])
  expect((await ci.walk('/branches/health?limit=1')).map(({ repository }) => repository)).toEqual([
    'acme/Flaky',
    'acme/main',
    'acme/stuck',
  ])
})

/*
 * At midnight job 41 has been queued for 4 h. The run of 42 ended, 43 has a second attempt, 44 has run for 2 h of the
 * 6 that are allowed. Of the check runs the suite of 45 ended. The suite of run 47 ended.
 */
test('stuck: queued or in progress too long, and not proven to have ended', async () => {
  const ofRepository = '/workflows/stuck?repository=acme/stuck'
  const { data } = await ci.ask(ofRepository)
  expect(data).toMatchObject([{ kind: 'workflow_job', id: 41, status: 'queued', waiting_seconds: 14_400 }])
  expect(data).toHaveLength(1)
  const impatient = await ci.walk(`${ofRepository}&in_progress_minutes=60&queued_minutes=300`)
  expect(impatient).toMatchObject([{ id: 44, status: 'in_progress', waiting_seconds: 7200 }])
  expect((await ci.ask(`${ofRepository}&kind=check_run`)).data).toMatchObject([
    { id: 46, since: at('12:00') },
  ])
  expect((await ci.ask(`${ofRepository}&kind=workflow_run`)).data).toEqual([])
  const listed = await ci.ask('/workflows/jobs?repository=acme/stuck&status=completed')
  expect(listed.data.map(({ id, end_proven_by }) => [id, end_proven_by])).toEqual([
    [43, 'later_attempt'],
    [42, 'workflow_run'],
  ])
  expect((await ci.ask('/workflows?repository=acme/stuck&status=in_progress')).data).toEqual([])
})

test('no delivery was refused', async () => {
  expect(await ci.deadLetters()).toEqual([])
})
