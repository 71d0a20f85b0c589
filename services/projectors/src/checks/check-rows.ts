import {
  type CheckRunLife,
  type CheckSuiteState,
  checkRunLifeSchema,
  checkSuiteLifeSchema,
  commitStatusSchema,
} from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import type { CheckEndingRow, CheckRunRow, CheckSuiteRow, CommitStatusRow } from '@octometer/read-store'
import type { Told } from '../told-by-snapshot.ts'
import { dayOf, isFailed, NEVER, STAGE, stageOf, textOrNull } from './stage.ts'

type Payload = Told['payload']

/** A run's payload shows its suite too: that suite is known even when no message of its own ever comes. */
export function checkRunRows(payload: Payload, repositoryId: number): RowsByTable {
  const { action, check_run, repository } = checkRunLifeSchema.parse(payload)
  const defaultBranch = repository?.default_branch ?? null
  const suite = check_run.check_suite ?? null
  const seen = suite && { repositoryId, defaultBranch, suite, stage: stageOf({ ...suite, action: '' }) }
  return {
    check_runs: [
      runRow({ repositoryId, defaultBranch, run: check_run, stage: stageOf({ ...check_run, action }) }),
    ],
    check_suites: seen === null ? [] : [suiteRow(seen)],
    check_endings: seen === null ? [] : suiteEndings(seen),
  }
}

export function checkSuiteRows(payload: Payload, repositoryId: number): RowsByTable {
  const { action, check_suite, repository } = checkSuiteLifeSchema.parse(payload)
  const defaultBranch = repository?.default_branch ?? null
  const seen = { repositoryId, defaultBranch, suite: check_suite, stage: stageOf({ ...check_suite, action }) }
  return { check_suites: [suiteRow(seen)], check_endings: suiteEndings(seen) }
}

interface Sighting {
  readonly repositoryId: number
  readonly defaultBranch: string | null
  readonly stage: number
}

interface RunSeen extends Sighting {
  readonly run: CheckRunLife['check_run']
}

interface SuiteSeen extends Sighting {
  readonly suite: CheckSuiteState
}

function runRow({ repositoryId, defaultBranch, run, stage }: RunSeen): CheckRunRow {
  const suite = run.check_suite
  const createdAt = suite?.created_at ?? NEVER
  const startedAt = run.started_at ?? null
  return {
    day: dayOf(createdAt),
    repository_id: repositoryId,
    created_at: createdAt,
    check_run_id: run.id,
    suite_id: suite?.id ?? 0,
    name: run.name,
    app: run.app?.slug ?? suite?.app?.slug ?? '',
    head_sha: run.head_sha,
    head_branch: suite?.head_branch ?? null,
    default_branch: defaultBranch,
    stage,
    started_at: startedAt,
    ...endOf(stage, run.completed_at ?? startedAt ?? NEVER, run.conclusion),
    output: {
      stage,
      observed_at: run.completed_at ?? startedAt ?? NEVER,
      title: textOrNull(run.output?.title),
      summary: textOrNull(run.output?.summary),
    },
  }
}

/** One run may end more than once, when its app repeats it: the first failure and the last success are kept beside the newest end. */
function endOf(stage: number, at: Date, conclusion: string | null | undefined) {
  const ended = stage === STAGE.completed
  return {
    completion: ended
      ? { completed_at: at, conclusion: conclusion ?? '' }
      : { completed_at: NEVER, conclusion: '' },
    first_failed_at: ended && isFailed(conclusion) ? at : null,
    last_passed_at: ended && conclusion === 'success' ? at : null,
  }
}

function suiteRow({ repositoryId, defaultBranch, suite, stage }: SuiteSeen): CheckSuiteRow {
  const createdAt = suite.created_at ?? NEVER
  const end = endOf(stage, suite.updated_at ?? createdAt, suite.conclusion)
  return {
    day: dayOf(createdAt),
    repository_id: repositoryId,
    created_at: createdAt,
    suite_id: suite.id,
    app: suite.app?.slug ?? '',
    head_sha: suite.head_sha,
    head_branch: suite.head_branch ?? null,
    default_branch: defaultBranch,
    stage,
    ...end,
    last_failed_at: end.first_failed_at,
  }
}

/** A suite whose end asks somebody to act goes on once they have: it proves nothing. */
function suiteEndings({ repositoryId, suite, stage }: SuiteSeen): readonly CheckEndingRow[] {
  if (stage !== STAGE.completed || suite.conclusion === 'action_required') return []
  const endedAt = suite.updated_at ?? suite.created_at ?? NEVER
  return [
    {
      subject: 'suite',
      repository_id: repositoryId,
      subject_id: suite.id,
      attempt: 0,
      seen_at: endedAt,
      ended_at: endedAt,
      conclusion: null,
    },
  ]
}

export function commitStatusRows(payload: Payload, repositoryId: number): RowsByTable {
  const status = commitStatusSchema.parse(payload)
  const row: CommitStatusRow = {
    day: dayOf(status.created_at),
    repository_id: repositoryId,
    created_at: status.created_at,
    status_id: status.id,
    context: status.context,
    state: status.state,
    head_sha: status.sha,
    branches: status.branches.map(({ name }) => name).sort(),
    default_branch: status.repository?.default_branch ?? null,
    description: textOrNull(status.description),
  }
  return { commit_statuses: [row] }
}
