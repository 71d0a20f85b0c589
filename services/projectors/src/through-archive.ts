import type { StoredMessage } from '@octometer/event-contracts'
import { projectMessage } from '@octometer/projector-runtime'
import { archivedMessage } from './archived-message.ts'
import { deliveriesProjection } from './deliveries/projection.ts'

const settings = { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ }

/** The message as a rebuild reads it: archived as a row, and made a message again. */
export function throughArchive(message: StoredMessage): StoredMessage {
  const { outcome } = projectMessage(deliveriesProjection, settings, message)
  const row = outcome?.outcome === 'projected' ? outcome.rows.deliveries?.[0] : undefined
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
