/** A delivery before it has a GUID. */
export interface CiEvent {
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
}

export interface CiRepository {
  readonly id: number
  readonly full_name: string
}

type Fields = Readonly<Record<string, unknown>>

/** Times of one day: `10:05` or `10:05:30`. */
export function at(time: string): string {
  return `2026-01-05T${time.length === 5 ? `${time}:00` : time}Z`
}

interface SuiteFields {
  readonly id: number
  readonly sha: string
  readonly branch?: string
  readonly created: string
}

/** What GitHub tells of the checks of one repository, whose default branch is `main`. */
export function ciOf({ id, full_name }: CiRepository) {
  const repository = { id, full_name, default_branch: 'main' }
  const event = (name: string, action: string, subject: Fields): CiEvent => ({
    event: name,
    payload: { action, [name]: subject, repository },
  })
  const status = (report: StatusFields, created: string): CiEvent => ({
    event: 'status',
    payload: { ...report, branches: [{ name: 'main' }], created_at: at(created), repository },
  })
  return { status, ...checksOf(event), ...workflowsOf(event) }
}

type ToEvent = (name: string, action: string, subject: Fields) => CiEvent

interface StatusFields {
  readonly id: number
  readonly sha: string
  readonly context: string
  readonly state: string
}

function checksOf(event: ToEvent) {
  return {
    suite: (suite: SuiteFields, updated: string, conclusion: string) =>
      event('check_suite', 'completed', {
        ...suiteObject(suite),
        status: 'completed',
        conclusion,
        updated_at: at(updated),
      }),
    checkStarted: (suite: SuiteFields, run: { id: number; name: string }, started: string) =>
      event('check_run', 'created', {
        ...run,
        head_sha: suite.sha,
        status: 'in_progress',
        conclusion: null,
        started_at: at(started),
        completed_at: null,
        check_suite: suiteObject(suite),
      }),
    checkEnded: (
      suite: SuiteFields,
      run: { id: number; name: string },
      times: readonly [string, string],
      conclusion: string,
    ) =>
      event('check_run', 'completed', {
        ...run,
        head_sha: suite.sha,
        status: 'completed',
        conclusion,
        started_at: at(times[0]),
        completed_at: at(times[1]),
        output: { title: `${run.name}: ${conclusion}`, summary: `All of ${run.name}` },
        check_suite: suiteObject(suite),
      }),
  }
}

function workflowsOf(event: ToEvent) {
  return {
    /** Completed at `updated` when there is a conclusion. */
    run: (run: RunFields, updated: string, conclusion: string | null) =>
      event('workflow_run', conclusion === null ? 'in_progress' : 'completed', {
        id: run.id,
        name: 'CI',
        workflow_id: 5,
        run_attempt: run.attempt ?? 1,
        check_suite_id: run.suite ?? 900_000 + run.id,
        event: 'push',
        head_branch: 'main',
        head_sha: 'c'.repeat(40),
        status: conclusion === null ? 'in_progress' : 'completed',
        conclusion,
        created_at: at(run.started),
        run_started_at: at(run.started),
        updated_at: at(updated),
      }),
    jobQueued: (job: JobFields) => event('workflow_job', 'queued', { ...jobObject(job), status: 'queued' }),
    jobStarted: (job: JobFields, started: string, group: string) =>
      event('workflow_job', 'in_progress', {
        ...jobObject(job),
        status: 'in_progress',
        started_at: at(started),
        ...runner(group),
      }),
    jobEnded: (job: JobFields, times: readonly [string, string], group: string | null, conclusion: string) =>
      event('workflow_job', 'completed', {
        ...jobObject(job),
        status: 'completed',
        conclusion,
        started_at: at(times[0]),
        completed_at: at(times[1]),
        ...runner(group),
        steps: [
          {
            number: 1,
            name: 'Set up job',
            status: 'completed',
            conclusion,
            started_at: at(times[0]),
            completed_at: at(times[1]),
          },
        ],
      }),
  }
}

interface RunFields {
  readonly id: number
  readonly attempt?: number
  readonly suite?: number
  readonly started: string
}

interface JobFields {
  readonly id: number
  readonly run: number
  readonly attempt?: number
  readonly created: string
}

function suiteObject({ id, sha, branch = 'main', created }: SuiteFields): Fields {
  return {
    id,
    head_branch: branch,
    head_sha: sha,
    status: 'in_progress',
    conclusion: null,
    app: { slug: 'github-actions' },
    created_at: at(created),
    updated_at: at(created),
  }
}

function jobObject({ id, run, attempt = 1, created }: JobFields): Fields {
  return {
    id,
    run_id: run,
    run_attempt: attempt,
    name: 'build',
    workflow_name: 'CI',
    head_branch: 'main',
    head_sha: 'c'.repeat(40),
    conclusion: null,
    created_at: at(created),
    started_at: at(created),
    completed_at: null,
    labels: ['linux'],
    runner_name: '',
    runner_group_name: '',
    steps: [],
  }
}

function runner(group: string | null): Fields {
  return { runner_name: group === null ? '' : `${group} 1`, runner_group_name: group ?? '' }
}
