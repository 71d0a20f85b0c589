import { consumerProgress, removePosition, streamState } from '@octometer/event-log'
import { consumerOf } from '@octometer/projector-runtime'
import { archivedSequences, listGenerations } from '@octometer/read-store'
import type { ProjectionContext } from './projection-context.ts'

/**
 * A position in the log belongs to tables. Where these are gone with their database it is forgotten, so that they are filled from the
 * log's first message again.
 */
export async function forgetLostTables(context: ProjectionContext, generation: string | null): Promise<void> {
  const { log, logger, projection } = context
  const consumer = consumerOf(projection, generation)
  // Asked for before the tables: whoever acknowledges a message has written them by then, another replica too.
  const progress = await consumerProgress(log, projection.stream, consumer)
  // Nothing that is in the log is acknowledged: all of it will be read anyway.
  if (progress === null || progress.ackFloorSequence < progress.firstSequence) return
  if (await areKnown(context, generation)) return
  await removePosition(log, projection.stream, consumer)
  logger.warn(
    { projection: projection.name, acknowledged: progress.ackFloorSequence },
    'the database knows nothing of what was read: it is read again from the log',
  )
}

async function areKnown(
  { store, projection }: ProjectionContext,
  generation: string | null,
): Promise<boolean> {
  if (generation === null) return (await archivedSequences(store)) !== null
  const all = await listGenerations(store)
  return all.some((each) => each.projection === projection.name && each.generation === generation)
}

/**
 * From when a generation without a predecessor can be true: null when nothing is missing before it. A log that was trimmed knows
 * nothing of what came before its first message, unless the archive does.
 */
export async function knownSince({ log, store, projection }: ProjectionContext): Promise<Date | null> {
  const state = await streamState(log, projection.stream)
  if (state === null || state.firstSequence <= 1) return null
  const archived = projection.stream === 'EVENTS' ? await archivedSequences(store) : null
  return archived !== null && archived.oldest < state.firstSequence ? null : state.firstAt
}
