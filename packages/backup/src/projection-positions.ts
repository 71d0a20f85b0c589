import { consumerName } from '@octometer/event-contracts'
import {
  consumerPositions,
  type EventLog,
  removePosition,
  restorePosition,
  type StreamName,
  streamNames,
  streamState,
} from '@octometer/event-log'
import { readModels } from '@octometer/read-store'
import type { Manifest, StreamBackup } from './manifest.ts'

const projections = readModels.map(({ projection }) => projection)

/** Whether a consumer fills tables; the others are of alerts, receivers and plans. */
export function isProjections(consumer: string): boolean {
  return projections.some(
    (name) => consumer === consumerName(name, null) || consumer.startsWith(consumerName(name, '')),
  )
}

/**
 * The tables are those of the backup and the log is newer: what fills them goes back to where it was then, and reads what came since once
 * more. Gives sentences about what the log does not hold any more.
 */
export async function rewindProjections(log: EventLog, manifest: Manifest): Promise<readonly string[]> {
  const notes: string[] = []
  for (const stream of Object.values(streamNames)) {
    const kept = manifest.streams.find(({ name }) => name === stream)
    await forgetProjections(log, stream)
    const now = await streamState(log, stream)
    // Another stream under the same name: its projectors begin at its first message.
    if (kept === undefined || now === null || now.created !== kept.created) {
      if (kept !== undefined && kept.messages > 0)
        notes.push(
          `stream ${stream} is not the one that was backed up: what came between is in neither, and recovery fetches what GitHub still lists`,
        )
      continue
    }
    notes.push(...(await rewind(log, stream, kept, now.firstSequence)))
  }
  return notes
}

async function rewind(
  log: EventLog,
  stream: StreamName,
  kept: StreamBackup,
  firstSequence: number,
): Promise<readonly string[]> {
  const positions = kept.positions.filter(({ consumer }) => isProjections(consumer))
  for (const position of positions) await restorePosition(log, stream, { ...position, isRead: false })
  const lowest = Math.min(...positions.map(({ acknowledged }) => acknowledged))
  if (positions.length === 0 || firstSequence <= lowest + 1) return []
  return [
    `stream ${stream} was trimmed since the backup: its messages ${lowest + 1} to ${firstSequence - 1} are in neither store, and recovery fetches what GitHub still lists`,
  ]
}

async function forgetProjections(log: EventLog, stream: StreamName): Promise<void> {
  for (const { consumer } of await consumerPositions(log, stream))
    if (isProjections(consumer)) await removePosition(log, stream, consumer)
}
