import {
  decodeMessage,
  header,
  parseSubject,
  type StoredMessage,
  type SubjectParts,
  schemaFault,
  UndecodableMessageError,
} from '@octometer/event-contracts'
import { exclusionOf } from './exclusion.ts'
import { ignored, type Outcome, type Projection, type ProjectionSettings, rejected } from './projection.ts'
import type { DecodeMessage } from './shared-decoder.ts'

/** A message with what the projection made of it. */
export interface ProjectedMessage {
  readonly source: StoredMessage
  /** GUID of the delivery, id of the command or call; the position when the header is missing. Empty for the unhandled: nobody opens them. */
  readonly id: string
  /** Null when the projection does not handle messages like it. */
  readonly outcome: Outcome | null
  /** The dead letter that a retry took it from. */
  readonly retryOf?: string
}

export function projectMessage(
  projection: Projection,
  settings: ProjectionSettings,
  source: StoredMessage,
  decode: DecodeMessage = decodeMessage,
): ProjectedMessage {
  const parts = parseSubject(source.subject)
  if (parts !== null && !isHandled(projection, parts)) return { source, id: '', outcome: null }
  const id = source.header(header.messageId) ?? `sequence:${source.sequence}`
  return { source, id, outcome: outcomeOf(projection, settings, source, decode) }
}

function isHandled({ handles }: Projection, { kind, type }: SubjectParts): boolean {
  if (kind === 'api_call') return handles.apiCalls
  if (kind === 'alert') return handles.alerts === true
  if (kind === 'command') return handles.commands.some((command) => command === type)
  if (kind === 'snapshot') return handles.snapshots?.some((snapshot) => snapshot === type) ?? false
  return handles.deliveries === 'all' || handles.deliveries.includes(type)
}

// A projection is pure, so what it throws it would throw again: the message becomes a dead letter, which a retry
// projects once the code is mended, instead of holding up everything behind it.
function outcomeOf(
  projection: Projection,
  settings: ProjectionSettings,
  source: StoredMessage,
  decode: DecodeMessage,
): Outcome {
  try {
    const message = decode(source)
    const exclusion = projection.generational ? exclusionOf(message, settings) : null
    if (exclusion !== null) return ignored(exclusion)
    return projection.project({ message, sequence: source.sequence, traceId: traceIdOf(source) }, settings)
  } catch (error) {
    if (error instanceof UndecodableMessageError) return rejected(`undecodable: ${error.message}`)
    return rejected(`failed: ${failureOf(error, source)}`)
  }
}

/** A message may repeat what came in, at any length. */
const LONGEST_FAILURE = 400

function failureOf(error: unknown, { subject }: StoredMessage): string {
  const fault = schemaFault(error)
  if (fault !== null) return `${parseSubject(subject)?.type ?? subject} does not fit: ${fault}`
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(
    0,
    LONGEST_FAILURE,
  )
}

function traceIdOf(source: StoredMessage): string | null {
  return source.header('traceparent')?.split('-')[1] ?? null
}
