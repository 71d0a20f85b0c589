import type { SyncRun } from '@octometer/event-contracts'
import { counter, histogram, type Logger } from '@octometer/telemetry'

const modes = ['full', 'incremental', 'repository'] as const
const ends = ['completed', 'failed', 'cancelled'] as const
const syncs = counter('octo_agent_syncs_total', {
  description: 'Syncs that ended, by what they read and how they ended; polls that found nothing are none',
  unit: '{sync}',
  series: modes.flatMap((mode) => ends.map((result) => ({ mode, result }))),
})

// The names and labels of seed 001; `/metrics` is open, so that no label names a repository.
const repositories = counter('repository_sync_total', {
  description: 'Repositories that a sync has read, whole or with errors',
  series: ['success', 'error'].map((status) => ({ repository: 'all', status })),
})
const repositoryDurations = histogram('repository_sync_duration_seconds', {
  description: 'From the first to the last question about a repository in a sync',
  unit: 's',
  buckets: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600],
})
repositoryDurations.declare({ repository: 'all' })

export function repositorySynced(isWhole: boolean, milliseconds: number): void {
  repositories.add(1, { repository: 'all', status: isWhole ? 'success' : 'error' })
  repositoryDurations.record(milliseconds / 1_000, { repository: 'all' })
}

export function syncStarted(logger: Logger, { id, mode, cause, repository, resumed }: SyncRun): void {
  logger.info(
    { sync: id, mode, cause, repository, resumed },
    resumed > 0 ? 'a sync goes on' : 'a sync begins',
  )
}

export function syncEnded(logger: Logger, run: SyncRun, found: boolean): void {
  const { id, mode, stage, counts, errors_total, errors, skipped } = run
  if (!found) return
  syncs.add(1, { mode, result: stage })
  const told = {
    sync: id,
    mode,
    result: stage,
    counts,
    errors: errors_total,
    first_error: errors[0],
    skipped,
  }
  if (errors_total > 0) logger.warn(told, 'a sync ended with errors')
  else logger.info(told, 'a sync ended')
}
