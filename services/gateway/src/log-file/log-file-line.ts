import { createHash } from 'node:crypto'
import {
  decodeBodyText,
  decodeDeliveryMetadata,
  deliverySource,
  header,
  parseSubject,
  type StoredMessage,
  UndecodableMessageError,
} from '@octometer/event-contracts'
import type { LogFileLine } from '@octometer/gateway-api'
import type { ArchivedCommand, ArchivedDelivery, ArchivedSnapshot } from '@octometer/read-store'

/** A message of the log as a line of a file; null for one that holds no message of ours, or an alert. */
export function lineOfMessage(message: StoredMessage): LogFileLine | null {
  const kind = parseSubject(message.subject)?.kind
  if (kind === undefined || kind === 'alert') return null
  try {
    if (kind === 'delivery') return lineOfDelivery(message)
    const id = message.header(header.messageId)
    return id === null ? null : { kind, id, ...carried(message.body()) }
  } catch (error) {
    if (error instanceof UndecodableMessageError) return null
    throw error
  }
}

function lineOfDelivery(message: StoredMessage): LogFileLine {
  const metadata = decodeDeliveryMetadata(message)
  return {
    kind: 'delivery',
    id: metadata.guid,
    event: metadata.event,
    received_at: metadata.receivedAt.toISOString(),
    hook_id: metadata.hookId,
    target_type: metadata.targetType,
    target_id: metadata.targetId,
    content_type: metadata.contentType,
    signature: metadata.signature,
    source: metadata.source,
    ...carried(message.body()),
  }
}

/** The same of the archive. */
export function lineOfArchived(row: ArchivedDelivery): LogFileLine {
  const isForm = row.content_type === 'application/x-www-form-urlencoded'
  return {
    kind: 'delivery',
    id: row.guid,
    event: row.event,
    received_at: row.received_at.toISOString(),
    hook_id: row.hook_id,
    target_type: row.target_type,
    target_id: row.target_id,
    content_type: isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    signature: row.signature,
    source: deliverySource(row.source),
    ...carried(row.body),
  }
}

export function lineOfCommand({ command_id: id, body }: ArchivedCommand): LogFileLine {
  return { kind: 'command', id, ...carried(Buffer.from(body)) }
}

export function lineOfSnapshot({ snapshot_id: id, body }: ArchivedSnapshot): LogFileLine {
  return { kind: 'snapshot', id, ...carried(Buffer.from(body)) }
}

/** As text only where that encodes to the same bytes again. */
function carried(bytes: Uint8Array): Pick<LogFileLine, 'body' | 'encoding' | 'sha256'> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  try {
    return { body: decodeBodyText(bytes), encoding: 'text', sha256 }
  } catch (error) {
    if (!(error instanceof UndecodableMessageError)) throw error
    return { body: Buffer.from(bytes).toString('base64'), encoding: 'base64', sha256 }
  }
}
