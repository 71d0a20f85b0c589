import type { StoredMessage } from '@octometer/event-contracts'
import { projectMessage, type Row } from '@octometer/projector-runtime'
import { archivedCommandMessage, archivedMessage, archivedSnapshotMessage } from './archived-message.ts'
import { deliveriesProjection } from './deliveries/projection.ts'

const settings = { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ }

/** The message as a rebuild reads it: archived as a row, and made a message again. */
export function throughArchive(message: StoredMessage): StoredMessage {
  const { outcome } = projectMessage(deliveriesProjection, settings, message)
  const rows = outcome?.outcome === 'projected' ? outcome.rows : {}
  const command = rows.commands?.[0]
  if (command !== undefined) return throughCommands(command)
  const snapshot = rows.snapshots?.[0]
  if (snapshot !== undefined) return throughSnapshots(snapshot)
  const row = rows.deliveries?.[0]
  if (row === undefined) throw new Error('the archive did not take the message')
  const text = (column: string) => (row[column] === null ? null : String(row[column]))
  return archivedMessage({
    received_at: row.received_at instanceof Date ? row.received_at : new Date(Number.NaN),
    guid: text('guid') ?? '',
    event: text('event') ?? '',
    repository: text('repository') ?? '',
    hook_id: text('hook_id'),
    target_type: text('target_type'),
    target_id: text('target_id'),
    source: text('source') ?? '',
    content_type: text('content_type') ?? '',
    signature: text('signature'),
    stream_sequence: Number(row.stream_sequence),
    body: Buffer.from(text('form_body') || (text('payload') ?? '')),
  })
}

function throughSnapshots(row: Row): StoredMessage {
  return archivedSnapshotMessage({
    taken_at: row.taken_at instanceof Date ? row.taken_at.toISOString() : '',
    snapshot_id: String(row.snapshot_id),
    type: String(row.type),
    repository: String(row.repository),
    stream_sequence: Number(row.stream_sequence),
    body: String(row.body),
  })
}

function throughCommands(row: Row): StoredMessage {
  return archivedCommandMessage({
    issued_at: row.issued_at instanceof Date ? row.issued_at.toISOString() : '',
    command_id: String(row.command_id),
    type: String(row.type),
    stream_sequence: Number(row.stream_sequence),
    body: String(row.body),
  })
}
