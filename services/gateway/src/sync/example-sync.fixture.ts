import type { SyncRun } from '@octometer/event-contracts'
import type { SyncRequests } from './sync-requests.ts'

const ended: SyncRun = {
  id: '00000000-0000-4000-8000-000000000001',
  ...{ mode: 'full', repository: null, cause: 'request', requested_by: 'mona', stage: 'completed' },
  ...{ started_at: '2026-01-05T08:00:00.000Z', ended_at: '2026-01-05T08:01:00.000Z', resumed: 0 },
  ...{ repositories_total: 1, repositories_processed: 1, current_repositories: [] },
  estimated_completion_at: null,
  counts: {
    ...{ repositories: 1, issues: 1, pull_requests: 1, commits: 1, deployments: 0, releases: 0 },
    ...{ check_suites: 0, workflow_runs: 0 },
    snapshots: 5,
  },
  ...{ errors_total: 0, errors: [], skipped: [], rate_limit_remaining: 4_990 },
}
const running: SyncRun = {
  ...ended,
  id: '00000000-0000-4000-8000-000000000002',
  ...{ stage: 'syncing_repos', ended_at: null },
}

/** An agent with a sync under way and one that ended. */
export const exampleSync: SyncRequests = {
  start: async () => running,
  runs: async () => ({ running, ended: [ended] }),
  cancel: async () => ({ ...running, stage: 'cancelled', ended_at: '2026-01-05T08:02:00.000Z' }),
}
