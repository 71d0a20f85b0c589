import { type EventLog, moveTail, removeStream, renewStream, restoreStream } from '@octometer/event-log'
import { readFileOf } from './files.ts'
import type { StreamBackup } from './manifest.ts'

/**
 * Makes a stream anew, beginning after `last`, with those messages of its backup that not every reader had acknowledged; gives how many.
 */
export async function appendTail(
  log: EventLog,
  folder: string,
  { name, image, file, positions }: StreamBackup,
  last: number,
): Promise<number> {
  const unread = Math.min(...positions.map(({ acknowledged }) => acknowledged))
  await removeStream(log, name)
  if (positions.length === 0) {
    await renewStream(log, image, last)
    return 0
  }
  // Beside it, under a name and a subject of its own, which nobody appends to.
  const beside = `RESTORED_${name}`
  const config = { ...image.config, name: beside, subjects: [`restored.${name}`] }
  await removeStream(log, beside)
  await restoreStream(log, { ...image, config }, readFileOf(folder, file))
  await renewStream(log, image, last)
  const moved = await moveTail(log, beside, unread)
  await removeStream(log, beside)
  return moved
}
