import type { SyncRun } from '@octometer/event-contracts'

export type { SyncRun }
export type SyncCount = keyof SyncRun['counts']

export const noCounts: SyncRun['counts'] = {
  repositories: 0,
  issues: 0,
  pull_requests: 0,
  commits: 0,
  check_suites: 0,
  workflow_runs: 0,
  deployments: 0,
  releases: 0,
  snapshots: 0,
}

/** Of a run; a repository that GitHub does not give at all may fail in hundreds of ways. */
const MOST_ERRORS = 100
/** GitHub's own may be a page of HTML; the record is written every second. */
const LONGEST_MESSAGE = 500

export function withError(run: SyncRun, error: SyncRun['errors'][number]): SyncRun {
  const told = { ...error, message: error.message.slice(0, LONGEST_MESSAGE) }
  const errors = run.errors.length < MOST_ERRORS ? [...run.errors, told] : run.errors
  return { ...run, errors, errors_total: run.errors_total + 1 }
}
