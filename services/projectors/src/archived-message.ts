import { type DeliveryMetadata, encodeDelivery, header, type StoredMessage } from '@octometer/event-contracts'
import type { ArchivedDelivery } from '@octometer/read-store'

/** An archived delivery as the message that the stream held: what projects the one projects the other. */
export function archivedMessage(row: ArchivedDelivery): StoredMessage {
  const { subject, headers, messageId } = encodeDelivery(metadataOf(row), repositoryName(row.repository))
  return {
    subject,
    sequence: row.stream_sequence,
    header: (name) => (name === header.messageId ? messageId : (headers[name] ?? null)),
    body: () => row.body,
  }
}

function metadataOf(row: ArchivedDelivery): DeliveryMetadata {
  return {
    guid: row.guid,
    event: row.event,
    hookId: row.hook_id,
    targetType: row.target_type,
    targetId: row.target_id,
    receivedAt: row.received_at,
    contentType:
      row.content_type === 'application/x-www-form-urlencoded'
        ? 'application/x-www-form-urlencoded'
        : 'application/json',
    signature: row.signature,
    source: row.source === 'recovery' ? 'recovery' : 'webhook',
  }
}

function repositoryName(fullName: string): { owner: string; name: string } | null {
  const slash = fullName.indexOf('/')
  return slash <= 0 ? null : { owner: fullName.slice(0, slash), name: fullName.slice(slash + 1) }
}
