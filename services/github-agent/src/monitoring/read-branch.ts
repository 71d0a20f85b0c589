import type { GitHubClient } from '@octometer/github-client'
import { listedRunObject, listedSuiteObject } from '../sync/objects/listed-checks.ts'
import type { SnapshotSink } from '../sync/reading/snapshot-sink.ts'

export interface BranchReading {
  readonly client: GitHubClient
  readonly of: {
    readonly repository_id: number
    readonly repository: string
    readonly default_branch: string
  }
  /** Its commit. */
  readonly head: string
  readonly sink: SnapshotSink
  readonly askedAt: Date
  readonly signal: AbortSignal
}

/** More workflows than this on a push are rare; each is told by its newest run. */
const RUNS = 50

/** The newest run of each workflow on the branch, and the suites of other apps on its head: two requests. Throws RequestError, and what the log throws. */
export async function readBranch(reading: BranchReading): Promise<void> {
  await Promise.all([readRuns(reading), readSuites(reading)])
}

async function readRuns({ client, of, sink, askedAt, signal }: BranchReading): Promise<void> {
  const { data } = await client.request(
    'GET /repos/{owner}/{repo}/actions/runs',
    { ...placeOf(of), branch: of.default_branch, per_page: RUNS, exclude_pull_requests: true },
    { signal },
  )
  const workflows = new Set<number>()
  for (const run of data.workflow_runs) {
    // The branch of a fork may have the same name.
    const isOwn = run.head_repository === null || Number(run.head_repository.id) === of.repository_id
    if (!isOwn || workflows.has(run.workflow_id)) continue
    workflows.add(run.workflow_id)
    const seen = { type: 'workflow_run', ...of, workflow: run.name || null, jobs: null } as const
    await sink.append(
      { ...seen, workflow_run: listedRunObject(run) },
      `${of.repository_id}:${run.id}`,
      askedAt,
    )
  }
}

async function readSuites({ client, of, head, sink, askedAt, signal }: BranchReading): Promise<void> {
  const { data } = await client.request(
    'GET /repos/{owner}/{repo}/commits/{ref}/check-suites',
    { ...placeOf(of), ref: head, per_page: 100 },
    { signal },
  )
  for (const suite of data.check_suites) {
    // Each run of a workflow makes one, too: the run says more.
    if (suite.app?.slug === 'github-actions' || suite.status !== 'completed') continue
    const check_suite = listedSuiteObject(suite)
    if (check_suite === null) continue
    const seen = { type: 'check_suite', ...of, check_suite, check_runs: null } as const
    await sink.append(seen, `${of.repository_id}:${suite.id}`, askedAt)
  }
}

function placeOf({ repository }: BranchReading['of']): { readonly owner: string; readonly repo: string } {
  const [owner = '', repo = ''] = repository.split('/')
  return { owner, repo }
}
