import type { SyncRun } from '@octometer/event-contracts'
import { counter, type Logger } from '@octometer/telemetry'

const modes = ['full', 'incremental', 'repository'] as const
const ends = ['completed', 'failed', 'cancelled'] as const
const syncs = counter('octo_agent_syncs_total', {
  description: 'Syncs that ended, by what they read and how they ended; polls that found nothing are none',
  unit: '{sync}',
  series: modes.flatMap((mode) => ends.map((result) => ({ mode, result }))),
})

export function syncStarted(logger: Logger, { id, mode, cause, repository, resumed }: SyncRun): void {
  logger.info(
    { sync: id, mode, cause, repository, resumed },
    resumed > 0 ? 'a sync goes on' : 'a sync begins',
  )
}

export function syncEnded(logger: Logger, run: SyncRun, found: boolean): void {
  const { id, mode, stage, counts, errors_total, errors } = run
  if (!found) return
  syncs.add(1, { mode, result: stage })
  const told = { sync: id, mode, result: stage, counts, errors: errors_total, first_error: errors[0] }
  if (errors_total > 0) logger.warn(told, 'a sync ended with errors')
  else logger.info(told, 'a sync ended')
}
