import type { Msg, MsgHdrs } from '@nats-io/transport-node'
import { header, type StoredMessage } from '@octometer/event-contracts'
import { decodeBody } from './body-encoding.ts'
import { connectionOf, type EventLog } from './connection.ts'
import { asLogError } from './jetstream-errors.ts'
import type { StreamName } from './streams.ts'

export interface ReadMessage extends StoredMessage {
  readonly sequence: number
  /** When the stream stored it. */
  readonly appendedAt: Date
  /** 1 for the first time. */
  readonly deliveryCount: number
  /** `traceparent` and `tracestate` as appended; empty when there was no trace. */
  readonly traceContext: Readonly<Record<string, string>>
}

/** The id of a message that the log recognises by something else. */
export const MESSAGE_ID_BEHIND = 'Octo-Message-Id'

interface StoredParts {
  readonly sequence: number
  readonly deliveryCount: number
  readonly subject: () => string
  readonly headers: () => MsgHdrs | undefined
  readonly stored: () => Uint8Array
  readonly appendedAt: () => Date
}

// Headers and body are decoded when asked for: a projection skips most messages by their subject alone.
function readMessage(parts: StoredParts): ReadMessage {
  const headerValue = (name: string) => parts.headers()?.get(name) || null
  return {
    sequence: parts.sequence,
    deliveryCount: parts.deliveryCount,
    get subject() {
      return parts.subject()
    },
    get appendedAt() {
      return parts.appendedAt()
    },
    get traceContext() {
      const entries = ['traceparent', 'tracestate'].map((name) => [name, headerValue(name)] as const)
      return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null))
    },
    header: (name) => (name === header.messageId && headerValue(MESSAGE_ID_BEHIND)) || headerValue(name),
    body: () => decodeBody(headerValue(header.encoding), parts.stored()),
  }
}

/**
 * A message as a consumer delivers it. Its reply subject says the rest:
 * `$JS.ACK.<domain>.<account>.<stream>.<consumer>.<deliveries>.<stream sequence>.<consumer sequence>.<nanoseconds>.<pending>…`,
 * or without domain and account.
 */
export function deliveredMessage(message: Msg): ReadMessage {
  const tokens = (message.reply ?? '').split('.')
  const first = tokens.length === 9 ? 4 : 6
  const [deliveries, sequence, , nanoseconds] = tokens.slice(first)
  return readMessage({
    sequence: Number(sequence),
    deliveryCount: Number(deliveries),
    subject: () => message.subject,
    headers: () => message.headers,
    stored: () => message.data,
    appendedAt: () => new Date(Math.floor(Number(nanoseconds) / 1e6)),
  })
}

/** The message at a sequence, or null when the stream no longer (or not yet) holds it. Throws LogUnavailableError. */
export async function readOne(
  log: EventLog,
  stream: StreamName,
  sequence: number,
): Promise<ReadMessage | null> {
  const { manager } = connectionOf(log)
  try {
    const direct = await manager.direct.getMessage(stream, { seq: sequence })
    // A direct read may be answered by a replica that is behind; only the leader's "no" is a no.
    const found = direct ?? (await manager.streams.getMessage(stream, { seq: sequence }))
    if (found === null) return null
    return readMessage({
      sequence,
      deliveryCount: 1,
      subject: () => found.subject,
      headers: () => found.header,
      stored: () => found.data,
      appendedAt: () => found.time,
    })
  } catch (cause) {
    throw asLogError(cause, `message ${sequence} of stream ${stream}`)
  }
}
