import {
  type Command,
  decodeMessage,
  parseSubject,
  type StoredMessage,
  UndecodableMessageError,
} from '@octometer/event-contracts'

/** What the commands in a batch ask of one projection. */
export interface OperatorWork {
  /** Messages to project again, by the id of their dead letter. */
  readonly retried: ReadonlyMap<string, StoredMessage>
  /** Ids of dead letters that an operator gave up. */
  readonly dismissed: readonly string[]
}

/** Finds a dead letter's message in the log or the archive; null when neither holds it any more. */
export type FindDeadLetter = (deadLetterId: string) => Promise<StoredMessage | null>

/**
 * Reads the retries and dismissals that are meant for a projection. They are messages of the log like any other:
 * redelivered until what they ask for is written and recounted.
 */
export async function operatorWork(
  projection: string,
  messages: readonly StoredMessage[],
  find: FindDeadLetter,
): Promise<OperatorWork> {
  const commands = messages
    .flatMap(commandIn)
    .filter(({ dead_letter_id }) => dead_letter_id.startsWith(`${projection}:`))
  const retried = new Map<string, StoredMessage>()
  for (const { type, dead_letter_id } of commands) {
    if (type !== 'retry') continue
    const message = await find(dead_letter_id)
    if (message !== null) retried.set(dead_letter_id, message)
  }
  const dismissed = commands
    .filter(({ type }) => type === 'dismiss')
    .map(({ dead_letter_id }) => dead_letter_id)
  return { retried, dismissed }
}

/** In any stream. */
const COMMANDS = ['events.command.', 'api_calls.command.', 'alerts.command.']

type DeadLetterCommand = Extract<Command, { readonly dead_letter_id: string }>

function commandIn(message: StoredMessage): readonly DeadLetterCommand[] {
  // Most are deliveries, which this tells cheaper.
  if (!COMMANDS.some((prefix) => message.subject.startsWith(prefix))) return []
  const parts = parseSubject(message.subject)
  if (parts?.kind !== 'command' || (parts.type !== 'retry' && parts.type !== 'dismiss')) return []
  try {
    const decoded = decodeMessage(message)
    return decoded.kind === 'command' && 'dead_letter_id' in decoded.command ? [decoded.command] : []
  } catch (error) {
    // A command that nobody can read asks for nothing; the archive shows that it was there.
    if (error instanceof UndecodableMessageError) return []
    throw error
  }
}
