import { randomUUID } from 'node:crypto'
import {
  type BodyEncoding,
  type Command,
  encodeCommand,
  encodeDelivery,
  encodeSnapshot,
  header,
  type Snapshot,
  type StoredMessage,
} from '@octometer/event-contracts'

/** A delivery as a test gives it. */
export interface GivenDelivery {
  readonly event: string
  readonly payload: object
  readonly guid?: string
  readonly receivedAt?: Date
  readonly hookId?: string
  readonly contentType?: BodyEncoding
}

/** The message that the log would hold for a delivery. */
export function storedDelivery(given: GivenDelivery, sequence = 1): StoredMessage {
  const contentType = given.contentType ?? 'application/json'
  const json = JSON.stringify(given.payload)
  const body = contentType === 'application/json' ? json : new URLSearchParams({ payload: json }).toString()
  const encoded = encodeDelivery(
    {
      guid: given.guid ?? randomUUID(),
      event: given.event,
      hookId: given.hookId ?? null,
      targetType: null,
      targetId: null,
      receivedAt: given.receivedAt ?? new Date('2026-01-05T12:00:00.000Z'),
      contentType,
      signature: null,
      source: 'webhook',
    },
    null,
  )
  return {
    subject: encoded.subject,
    sequence,
    header: (name) => (name === header.messageId ? encoded.messageId : (encoded.headers[name] ?? null)),
    body: () => Buffer.from(body, 'utf8'),
  }
}

/** The message that the log would hold for a command. */
export function storedCommand(command: Command, sequence = 1): StoredMessage {
  const { subject, messageId, body } = encodeCommand(command)
  return {
    subject,
    sequence,
    header: (name) => (name === header.messageId ? messageId : null),
    body: () => body,
  }
}

/** The message that the log would hold for a snapshot. */
export function storedSnapshot(snapshot: Snapshot, sequence = 1): StoredMessage {
  const { subject, messageId, body } = encodeSnapshot(snapshot)
  return {
    subject,
    sequence,
    header: (name) => (name === header.messageId ? messageId : null),
    body: () => body,
  }
}
