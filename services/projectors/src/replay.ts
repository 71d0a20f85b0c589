import {
  commandSubject,
  decodeReadable,
  encodeCommand,
  header,
  type ReplayCommand,
  type StoredMessage,
} from '@octometer/event-contracts'
import {
  type MessageSource,
  type ProjectorOptions,
  ProjectorStoppedError,
  projectAndWrite,
} from '@octometer/projector-runtime'
import { openJournal, readArchive, unprojectedDeadLetters } from '@octometer/read-store'
import { archivedEvents, archivedMessage } from './archived-message.ts'
import type { ProjectionContext } from './projection-context.ts'

const REPLAY = commandSubject('replay')

/** A source whose batches carry out the replays in them before they are acknowledged: a crash begins them anew. */
export function withReplays(
  source: MessageSource,
  replay: (command: ReplayCommand) => Promise<void>,
): MessageSource {
  return {
    progress: () => source.progress(),
    nextBatch: async (limits) => {
      const batch = await source.nextBatch(limits)
      const replays = batch.messages.filter(({ subject }) => subject === REPLAY).flatMap(replayIn)
      if (replays.length === 0) return batch
      return {
        messages: batch.messages,
        more: batch.more,
        acknowledge: async () => {
          for (const command of replays) await replay(command)
          await batch.acknowledge()
        },
        release: (delayMs) => batch.release(delayMs),
        keepAlive: () => batch.keepAlive(),
      }
    },
  }
}

/** A command that nobody can read asks for nothing; the archive's dead letter shows that it was there. */
function replayIn(message: StoredMessage): readonly ReplayCommand[] {
  const decoded = decodeReadable(message)
  return decoded?.kind === 'command' && decoded.command.type === 'replay' ? [decoded.command] : []
}

/**
 * Projects the archived deliveries that a command asks for once more, and journals how many they were under the
 * command's id. What they wrote before they write again, so no number changes; their dead letters are retried.
 */
export async function replayDeliveries(
  context: ProjectionContext,
  options: ProjectorOptions,
  command: ReplayCommand,
  stop: AbortSignal,
): Promise<void> {
  const { projection, store, logger } = context
  if (command.projections !== null && !command.projections.includes(projection.name)) return
  const { command_id, since, until, guid, repository_ids: repositories } = command
  const range = {
    since: since === null ? null : new Date(since),
    until: until === null ? null : new Date(until),
    events: handledEvents(context, command.events),
    repositories,
    guid,
  }
  let deliveries = 0
  for await (const page of readArchive(store, range)) {
    if (stop.aborted) throw new ProjectorStoppedError('stopped during a replay: it begins anew')
    const messages = await withRetries(context, command, page.map(archivedMessage))
    await projectAndWrite(options, messages, stop)
    deliveries += page.length
  }
  const result = { rank: 3, outcome: 'projected', reason: '', rows: deliveries }
  const { generation } = options
  await openJournal(store).writeOutcomes([
    { message_id: command_id, projection: projection.name, generation, result },
  ])
  logger.info({ projection: projection.name, command_id, deliveries }, 'deliveries replayed')
}

function handledEvents(
  { projection }: ProjectionContext,
  asked: readonly string[] | null,
): readonly string[] | null {
  const handled = archivedEvents(projection)
  if (handled === null || asked === null) return handled ?? asked
  return handled.filter((event) => asked.includes(event))
}

/** A delivery that was rejected is retried instead: that closes its dead letter too. */
async function withRetries(
  { projection, store }: ProjectionContext,
  { command_id, issued_at, issued_by }: ReplayCommand,
  messages: readonly StoredMessage[],
): Promise<readonly StoredMessage[]> {
  const letterOf = (message: StoredMessage) => `${projection.name}:${message.header(header.messageId)}`
  const rejected = await unprojectedDeadLetters(store, messages.map(letterOf))
  return messages.map((message) => {
    const dead_letter_id = letterOf(message)
    if (!rejected.has(dead_letter_id)) return message
    const { subject, body } = encodeCommand({
      type: 'retry',
      command_id,
      issued_at,
      issued_by,
      dead_letter_id,
    })
    return { subject, sequence: null, header: () => null, body: () => body }
  })
}
