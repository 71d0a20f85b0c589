import {
  type SyncRun,
  type SyncRunsAnswer,
  type SyncStartRequest,
  syncCancelRequest,
  syncRunsRequest,
  syncStartRequest,
} from '@octometer/event-contracts'
import { type EventLog, request } from '@octometer/event-log'

/** What the gateway asks of github-agent's sync. Throws ServiceUnavailableError or RequestRefusedError. */
export interface SyncRequests {
  start(asked: SyncStartRequest): Promise<SyncRun>
  /** The one under way, and so many of the newest that ended. */
  runs(ended: number): Promise<SyncRunsAnswer>
  cancel(id: string): Promise<SyncRun>
}

const SERVICE = 'github-agent'
const ASKED = { deadlineMs: 5_000 }
/** It answers when the sync has stopped. */
const STOPPED = { deadlineMs: 30_000 }

export function syncRequests(log: EventLog): SyncRequests {
  return {
    start: async (asked) => (await request(log, SERVICE, 'sync_start', syncStartRequest, asked, ASKED)).run,
    runs: (ended) => request(log, SERVICE, 'sync_runs', syncRunsRequest, { ended }, ASKED),
    cancel: async (id) =>
      (await request(log, SERVICE, 'sync_cancel', syncCancelRequest, { id }, STOPPED)).run,
  }
}
