import {
  commandSubject,
  type DeliveryMetadata,
  deliverySource,
  encodeDelivery,
  header,
  type StoredMessage,
  snapshotSubject,
} from '@octometer/event-contracts'
import type { Projection } from '@octometer/projector-runtime'
import type { ArchivedCommand, ArchivedDelivery, ArchivedSnapshot } from '@octometer/read-store'

/** The events that a projection reads from the archive; null: all of them. */
export function archivedEvents({ handles: { deliveries } }: Projection): readonly string[] | null {
  return deliveries === 'all' ? null : deliveries
}

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

/** The same for a snapshot. */
export function archivedSnapshotMessage(row: ArchivedSnapshot): StoredMessage {
  return {
    subject: snapshotSubject(row.type, repositoryName(row.repository)),
    sequence: row.stream_sequence,
    header: (name) => (name === header.messageId ? row.snapshot_id : null),
    body: () => Buffer.from(row.body, 'utf8'),
  }
}

/** The same for a command. */
export function archivedCommandMessage(row: ArchivedCommand): StoredMessage {
  return {
    subject: commandSubject(row.type),
    sequence: row.stream_sequence,
    header: (name) => (name === header.messageId ? row.command_id : null),
    body: () => Buffer.from(row.body, 'utf8'),
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
    source: deliverySource(row.source),
  }
}

function repositoryName(fullName: string): { owner: string; name: string } | null {
  const slash = fullName.indexOf('/')
  return slash <= 0 ? null : { owner: fullName.slice(0, slash), name: fullName.slice(slash + 1) }
}
