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
  if (command !== undefined) {
    const { at, id, rest } = columnsOf(command, 'issued_at', 'command_id')
    return archivedCommandMessage({ issued_at: at, command_id: id, ...rest })
  }
  const snapshot = rows.snapshots?.[0]
  if (snapshot !== undefined) {
    const { at, id, rest } = columnsOf(snapshot, 'taken_at', 'snapshot_id')
    return archivedSnapshotMessage({
      taken_at: at,
      snapshot_id: id,
      repository: String(snapshot.repository),
      ...rest,
    })
  }
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

/** What commands and snapshots have in common in the archive, whose columns their rows name. */
function columnsOf(row: Row, time: string, id: string) {
  const at = row[time]
  return {
    at: at instanceof Date ? at.toISOString() : '',
    id: String(row[id]),
    rest: { type: String(row.type), stream_sequence: Number(row.stream_sequence), body: String(row.body) },
  }
}
