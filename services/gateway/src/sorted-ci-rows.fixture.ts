import type {
  CheckRunRow,
  CheckSuiteRow,
  CommitStatusRow,
  WorkflowJobRow,
  WorkflowRunRow,
} from '@octometer/read-store'
import { listingRow } from './intake-rows.fixture.ts'
import { guidOf } from './rows.fixture.ts'
import { releaseRow } from './work-rows.fixture.ts'

// Rows of the lists about builds, releases and the intake: equal values, unknown ones, and things seen more than once.

const START = Date.parse('2026-03-01T00:00:00Z')
const MINUTE = 60_000
const COUNT = 42

const at = (minutes: number) => new Date(START + minutes * MINUTE)
const every = <T>(make: (index: number) => readonly T[]): readonly T[] =>
  Array.from({ length: COUNT }, (_, index) => make(index)).flat()
const turn = <const T extends readonly unknown[]>(index: number, values: T): T[number] =>
  values[index % values.length]

const names = ['unit', 'Lint', 'lint', 'Ärger', 'e2e', 'Unit'] as const
const branches = ['main', 'Dev', null, 'dev'] as const
const conclusions = ['success', 'failure', 'cancelled', 'timed_out'] as const

const dayOf = (time: Date) => time.toISOString().slice(0, 10)
const COMPLETED = 4

function commitOf(index: number) {
  return { head_sha: `sha ${index}`, head_branch: turn(index, branches), default_branch: 'main' }
}

function firstOf(index: number, time: Date) {
  return { day: dayOf(time), repository_id: 1 + (index % 3), created_at: time }
}

/** Queued, and seen again at its end, if it has one. */
export const checkRuns = every((index): readonly CheckRunRow[] => {
  const time = at((index % 12) * 60)
  const ends = index % 5 !== 0
  const unknown = { completed_at: new Date(0), conclusion: '' }
  const first = {
    ...{ ...firstOf(index, time), check_run_id: index + 1, suite_id: 100 + index, name: turn(index, names) },
    ...{ app: 'ci', ...commitOf(index), stage: 2, started_at: time, completion: unknown },
    ...{ first_failed_at: null, last_passed_at: null },
    output: { stage: 0, observed_at: new Date(0), title: null, summary: null },
  }
  const completion = {
    completed_at: at((index % 12) * 60 + (index % 7)),
    conclusion: turn(index, conclusions),
  }
  const last_passed_at = at(1000 + index)
  const flaked = index % 4 === 0 ? { last_passed_at } : { first_failed_at: time, last_passed_at }
  return [first, ...(ends ? [{ ...first, stage: COMPLETED, completion, ...flaked }] : [])]
})

/** Of every other commit pending first, and followed by its end. */
export const statuses = every((index): readonly CommitStatusRow[] => {
  const time = at((index % 9) * 60)
  const { head_branch: branch, ...commit } = commitOf(index)
  const pending = {
    ...{ ...firstOf(index, time), status_id: 2 * index + 1, context: turn(index, names), ...commit },
    ...{ state: 'pending', branches: branch === null ? [] : [branch], description: null },
  }
  const end = { ...pending, created_at: at((index % 9) * 60 + 5), status_id: 2 * index + 2 }
  return [pending, ...(index % 2 === 0 ? [{ ...end, state: turn(index, ['success', 'failure']) }] : [])]
})

export const workflowRuns = every((index): readonly WorkflowRunRow[] => {
  const started_at = at((index % 11) * 60)
  const first: WorkflowRunRow = {
    ...{
      day: dayOf(started_at),
      repository_id: 1 + (index % 3),
      started_at,
      run_id: 1 + index,
      attempt: index % 7 === 3 ? 2 : 1,
    },
    ...{ created_at: started_at, workflow_id: 5, workflow: turn(index, names), title: null, suite_id: null },
    ...{ event: turn(index, ['push', 'pull_request', 'Push']), run_number: index, ...commitOf(index) },
    ...{ actor: turn(index, ['mona', 'Hubot', null]), stage: 2, conclusion: null, completed_at: null },
  }
  const completed_at = at((index % 11) * 60 + (index % 5))
  const end = { ...first, stage: COMPLETED, conclusion: turn(index, conclusions), completed_at }
  return [first, ...(index % 5 === 0 ? [] : [end])]
})

const NO_STEPS = {
  ...{ stage: 0, completed: 0, numbers: [], names: [], statuses: [], conclusions: [] },
  ...{ started_at: [], completed_at: [] },
}

export const workflowJobs = every((index): readonly WorkflowJobRow[] => {
  const minute = (index % 10) * 60
  const waits: WorkflowJobRow = {
    ...{ ...firstOf(index, at(minute)), job_id: 1 + index, run_id: 500 + index, attempt: 1 },
    ...{ name: turn(index, names), workflow: turn(index, ['CI', 'ci', '', 'Release']), ...commitOf(index) },
    ...{ labels: [], runner_name: null, runner_group: null, stage: 2, conclusion: null },
    ...{ started_at: null, completed_at: null, steps: NO_STEPS },
  }
  const took = { runner_name: 'runner', runner_group: turn(index, ['linux', 'Mac', 'arm']) }
  const runs = { ...waits, ...took, stage: 3, started_at: at(minute + (index % 6)) }
  const end = {
    ...{ ...runs, stage: COMPLETED, conclusion: turn(index, conclusions) },
    completed_at: at(minute + (index % 6) + (index % 5)),
  }
  return index % 5 === 0 ? [waits] : index % 5 === 1 ? [waits, runs] : [waits, runs, end]
})

/** Two commits of each repository's default branch: green all along, red since, or red for a while. */
export const suites = Array.from({ length: 17 }, (_, index) => index + 1).flatMap((repository_id) => {
  const suite = (minutes: number, failed: number | null, passed: number | null): CheckSuiteRow => {
    const created_at = at(minutes + (repository_id % 4))
    return {
      ...{ day: dayOf(created_at), repository_id, created_at, suite_id: minutes + 1, app: 'ci' },
      ...{ head_sha: `commit ${minutes}`, head_branch: 'main', default_branch: 'main' },
      ...{ stage: COMPLETED, completion: { completed_at: created_at, conclusion: 'success' } },
      first_failed_at: failed === null ? null : at(failed),
      last_failed_at: failed === null ? null : at(failed),
      last_passed_at: passed === null ? null : at(passed),
    }
  }
  const way = repository_id % 4
  return [
    suite(0, way === 0 ? null : 10 + repository_id, way === 2 ? null : 60 + 3 * (repository_id % 5)),
    suite(500, null, way === 1 ? 600 : null),
  ].filter(({ first_failed_at, last_passed_at }) => first_failed_at !== null || last_passed_at !== null)
})

export const releases = every((index) => {
  const published_at = index % 5 === 0 ? null : at((index % 8) * 60)
  const row = releaseRow(1 + index, 1 + (index % 3), published_at)
  const about = {
    ...{ ...row.about, tag_name: turn(index, ['v1', 'V2', 'v10', 'latest']) },
    ...{ name: turn(index, ['', 'First', 'first', 'Second']), author: turn(index, ['mona', null, 'Hubot']) },
    target: turn(index, ['main', '', 'Release']),
  }
  const mark = row.mark + (index % 2)
  const seenBefore = {
    ...row,
    mark: row.mark - 32,
    about: { ...about, mark: row.mark - 32, tag_name: 'old' },
  }
  return [seenBefore, { ...row, mark, about: { ...about, mark } }]
})

/** Some of them are held. */
export const listings = every((index) => {
  const hour = at((index % 5) * 60)
  const guid = guidOf(index % 4 === 1 ? `sorted ${index}` : `lost ${index}`)
  const row = {
    ...{ ...listingRow(guid, hour), hook: turn(index, ['hook:7', 'app:9', 'hook:12']) },
    ...{ event: turn(index, ['push', 'issues']), action: index % 2 === 1 ? 'opened' : null },
    status_code: turn(index, [502, 0, 404]),
  }
  return [row, ...(index % 4 === 0 ? [{ ...row, attempt_id: '2', redelivery: 1 }] : [])]
})

export const reads = every((index) => {
  const hour = at((index % 5) * 60)
  const hook = turn(index, ['hook:7', 'app:9', 'hook:12'])
  const read_until = new Date(hour.getTime() + 60 * MINUTE)
  return index % 7 === 0 ? [] : [{ hour, hook, read_from: hour, read_until, read_at: at(9000 + (index % 3)) }]
})
