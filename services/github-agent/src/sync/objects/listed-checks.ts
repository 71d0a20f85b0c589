import type { CheckSuiteSnapshot, WorkflowRunSnapshot } from '@octometer/event-contracts'

/** Workflow runs and check suites as REST lists them, as far as somebody reads them. */

interface ListedRun {
  readonly id: number | bigint
  readonly name?: string | null | undefined
  readonly display_title: string
  readonly workflow_id: number | bigint
  readonly run_number: number
  readonly run_attempt?: number | undefined
  readonly check_suite_id?: number | bigint | undefined
  readonly event: string
  readonly head_branch: string | null
  readonly head_sha: string
  readonly head_repository?: { readonly id: number | bigint } | null | undefined
  readonly status: string | null
  readonly conclusion: string | null
  readonly actor?: { readonly login: string } | null | undefined
  readonly html_url: string
  readonly created_at: string
  readonly run_started_at?: string | undefined
  readonly updated_at: string
}

/** With the repository of its head: the branch of a fork may have the same name. */
export function listedRunObject(run: ListedRun): WorkflowRunSnapshot['workflow_run'] {
  const { name = null, display_title, run_number, run_attempt, event, head_branch, head_sha } = run
  const { status, conclusion, actor, html_url, created_at, run_started_at, updated_at } = run
  const numbers = { id: Number(run.id), workflow_id: Number(run.workflow_id), run_number, run_attempt }
  const suite = run.check_suite_id === undefined ? null : Number(run.check_suite_id)
  const of = run.head_repository == null ? null : { id: Number(run.head_repository.id) }
  const told = {
    ...numbers,
    ...{ name, display_title, check_suite_id: suite, event, head_branch, head_sha, head_repository: of },
    ...{ status: status ?? 'queued', conclusion, actor: actor == null ? null : { login: actor.login } },
    ...{ html_url, created_at, run_started_at, updated_at },
  }
  return told
}

interface ListedSuite {
  readonly id: number | bigint
  readonly head_sha: string
  readonly head_branch: string | null
  readonly status: string | null
  readonly conclusion: string | null
  readonly app: {
    readonly id: number | bigint
    readonly slug?: string | undefined
    readonly name: string
  } | null
  readonly created_at: string | null
  readonly updated_at: string | null
}

/** Null for one without a time. */
export function listedSuiteObject(suite: ListedSuite): CheckSuiteSnapshot['check_suite'] | null {
  const { head_sha, head_branch, status, conclusion, app, created_at, updated_at } = suite
  if (created_at === null || updated_at === null) return null
  const its = app && { id: Number(app.id), slug: app.slug, name: app.name }
  const state = { status: status ?? 'queued', conclusion }
  const told = { id: Number(suite.id), head_sha, head_branch, ...state, app: its, created_at, updated_at }
  return told
}
