import type { AlertEvent } from './alert.ts'
import type { ApiCall } from './api-call.ts'
import type { Command } from './command.ts'
import type { Delivery } from './delivery.ts'
import type { Snapshot } from './snapshot.ts'

/** A message as a store of the log hands it over: the stream, or the archive once the stream has forgotten it. */
export interface StoredMessage {
  readonly subject: string
  /** Position in the stream, from 1; null when it comes from the archive. */
  readonly sequence: number | null
  header(name: string): string | null
  /** The body as it was before compression. Throws when it cannot be decompressed. */
  body(): Uint8Array
}

export type LogMessage =
  | { readonly kind: 'delivery'; readonly delivery: Delivery }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'api_call'; readonly call: ApiCall }
  | { readonly kind: 'alert'; readonly event: AlertEvent }

/** Headers of the log's messages. `Nats-Msg-Id` carries the GUID, the command's, snapshot's or call's id. */
export const header = {
  messageId: 'Nats-Msg-Id',
  encoding: 'Octo-Encoding',
  event: 'Octo-Event',
  hookId: 'Octo-Hook-Id',
  targetType: 'Octo-Target-Type',
  targetId: 'Octo-Target-Id',
  receivedAt: 'Octo-Received-At',
  contentType: 'Octo-Content-Type',
  signature: 'Octo-Signature-256',
  source: 'Octo-Source',
} as const

const HISTORY: ReadonlySet<string | null> = new Set(['import', 'gharchive'])

/** Whether a message came in a file: it is history, which counts, and which nobody is told of or acts on. */
export function isImported(message: Pick<StoredMessage, 'header'>): boolean {
  return HISTORY.has(message.header(header.source))
}

/** The bytes of a message are not what its subject says. It can be shown and retried, never projected as it is. */
export class UndecodableMessageError extends Error {
  override readonly name = 'UndecodableMessageError'
  readonly code = 'message_undecodable'
}
