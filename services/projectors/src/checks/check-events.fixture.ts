import { genuinePayload } from '@octometer/testkit'

/** A delivery as tests give it. */
interface Given {
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
}

type Fields = Readonly<Record<string, unknown>>

const repository = { id: 7, full_name: 'acme/api', default_branch: 'main' }
const START = '2026-01-05T10:00:00Z'
const SHA = 'ab'.repeat(20)

const suite = {
  id: 21,
  head_branch: 'main',
  head_sha: SHA,
  status: 'in_progress',
  conclusion: null,
  app: { slug: 'github-actions' },
  created_at: START,
  updated_at: START,
}

/** What a payload of this action says of the status, unless a test says it. */
function statusFor(action: string): string {
  return action === 'created' || action === 'requested' ? 'queued' : action
}

function event(name: string, action: string, subject: Fields): Given {
  const genuine = genuinePayload(name)
  const payload = { ...genuine, action, [name]: { ...Object(genuine[name]), ...subject }, repository }
  return { event: name, payload: JSON.parse(JSON.stringify(payload)) }
}

/** A check run of the suite 21; its id is 31. */
export function runEvent(action: string, run: Fields): Given {
  return event('check_run', action, {
    id: 31,
    name: 'unit-tests',
    head_sha: SHA,
    status: statusFor(action),
    conclusion: null,
    completed_at: null,
    output: { title: `${run.conclusion ?? 'nothing'} in tests`, summary: 'All of them' },
    app: { slug: 'github-actions' },
    check_suite: suite,
    ...run,
  })
}

export function suiteEvent(action: string, fields: Fields): Given {
  return event('check_suite', action, { ...suite, status: statusFor(action), ...fields })
}

/** The workflow run 41 of the suite 21. */
export function workflowEvent(action: string, attempt: number, run: Fields): Given {
  return event('workflow_run', action, {
    id: 41,
    run_attempt: attempt,
    check_suite_id: 21,
    head_branch: 'main',
    head_sha: SHA,
    status: statusFor(action),
    conclusion: null,
    created_at: START,
    run_started_at: START,
    updated_at: START,
    ...run,
  })
}

const step = (number: number, name: string, conclusion: string) => ({
  number,
  name,
  status: 'completed',
  conclusion,
  started_at: '2026-01-05T10:03:00.000Z',
  completed_at: '2026-01-05T10:04:00.500Z',
})

/** The job 31 of the workflow run 41. */
export function jobEvent(action: string, job: Fields): Given {
  return event('workflow_job', action, {
    id: 31,
    run_id: 41,
    run_attempt: 1,
    name: 'unit-tests',
    workflow_name: 'CI',
    head_branch: 'main',
    head_sha: SHA,
    status: statusFor(action),
    conclusion: null,
    created_at: START,
    started_at: START,
    completed_at: null,
    labels: ['self-hosted', 'linux'],
    runner_name: 'runner 1',
    runner_group_name: 'default',
    steps: action === 'completed' ? [step(2, 'Test', 'failure'), step(1, 'Set up job', 'success')] : [],
    ...job,
  })
}

export function statusEvent(id: number, state: string, createdAt: Date): Given {
  const payload = {
    ...genuinePayload('status'),
    id,
    state,
    context: 'ci/legacy',
    sha: SHA,
    branches: [{ name: 'main' }, { name: 'fix' }],
    created_at: createdAt,
    repository,
  }
  return { event: 'status', payload: JSON.parse(JSON.stringify(payload)) }
}
