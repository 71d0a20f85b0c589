import type { LogMessage } from '@octometer/event-contracts'
import { ignored, type Outcome, projected, type RowsByTable } from '@octometer/projector-runtime'
import { type Told, toldBySnapshot } from './told-by-snapshot.ts'

/** The rows of what is told of a repository; null where there are none. */
export type ReadTold = (repositoryId: number, events: readonly Told[]) => RowsByTable | null

/**
 * Reads a delivery as it is, and a snapshot as the deliveries that would have told the same. What has no rows, or no
 * repository, is ignored: because it tells `nothing`.
 */
export function readTold(message: LogMessage, nothing: string, read: ReadTold): Outcome {
  if (message.kind === 'delivery') {
    const { repository } = message.delivery
    return repository === null ? ignored('no repository') : outcomeOf(read(repository.id, [message.delivery]))
  }
  if (message.kind !== 'snapshot' || !('repository_id' in message.snapshot)) return ignored(nothing)
  return outcomeOf(read(message.snapshot.repository_id, toldBySnapshot(message.snapshot)))

  function outcomeOf(rows: RowsByTable | null): Outcome {
    return rows === null ? ignored(nothing) : projected(rows)
  }
}
