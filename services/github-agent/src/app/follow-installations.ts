import { decodeReadable, isImported, type StoredMessage } from '@octometer/event-contracts'
import { type EventLog, followLog } from '@octometer/event-log'
import { installationsUnread } from '../events.ts'
import { type InstallationReader, readInstallation } from './read-installations.ts'

const TOLD_BY: ReadonlySet<string> = new Set([
  'installation',
  'installation_repositories',
  'installation_target',
])
const LIMITS = { maxMessages: 500, maxBytes: 16 * 1024 ** 2, maxWaitMs: 1_000 }

/**
 * Reads an installation again whenever a delivery tells that something happened to it: so neither order nor repetition of
 * deliveries matters. Throws LogUnavailableError.
 */
export async function followInstallations(
  log: EventLog,
  reader: InstallationReader,
  end: AbortSignal,
): Promise<void> {
  await using follower = await followLog(log, 'EVENTS', 'end')
  while (!end.aborted) {
    const { messages } = await follower.next(LIMITS)
    const touched = new Set(messages.flatMap((message) => installationIn(message) ?? []))
    for (const id of touched) await readAgain(reader, id, end)
  }
}

/** What cannot be read now is read within the hour with all the others. */
async function readAgain(reader: InstallationReader, id: number, end: AbortSignal): Promise<void> {
  try {
    await readInstallation(reader, id, end)
  } catch (error) {
    if (!end.aborted) installationsUnread(reader.logger, error)
  }
}

function installationIn(stored: StoredMessage): number | null {
  // Most of the log is about something else, and its subject says so.
  if (!/installation/.test(stored.subject) || isImported(stored)) return null
  const message = decodeReadable(stored)
  if (message?.kind !== 'delivery' || !TOLD_BY.has(message.delivery.event)) return null
  const { installation } = message.delivery.payload
  return typeof installation === 'object' && installation !== null && 'id' in installation
    ? Number(installation.id)
    : null
}
