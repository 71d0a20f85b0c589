import { type SyncRun, syncRunSchema } from '@octometer/event-contracts'

export type { SyncRun }
export type SyncCount = keyof SyncRun['counts']

export function readRun(text: string): SyncRun | null {
  try {
    return syncRunSchema.parse(JSON.parse(text))
  } catch {
    // What an older version kept, and this one does not understand, is no record.
    return null
  }
}

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

export function withError(run: SyncRun, error: SyncRun['errors'][number]): SyncRun {
  const errors = run.errors.length < MOST_ERRORS ? [...run.errors, error] : run.errors
  return { ...run, errors, errors_total: run.errors_total + 1 }
}
