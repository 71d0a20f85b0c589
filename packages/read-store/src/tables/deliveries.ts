import { merged, tuple } from '../column-type.ts'
import { defineTable, type RowOfTable } from '../table.ts'

/** The archive: every attempt that was received, with its payload until that expires. */
export const deliveries = defineTable('deliveries', ['received_at', 'guid'], {
  received_at: "DateTime64(3, 'UTC')",
  guid: 'String',
  event: 'LowCardinality(String)',
  action: 'LowCardinality(String)',
  repository_id: 'Nullable(UInt64)',
  repository: 'String',
  sender: 'Nullable(String)',
  pull_request: 'Nullable(UInt64)',
  hook_id: 'Nullable(String)',
  target_type: 'Nullable(String)',
  target_id: 'Nullable(String)',
  source: 'LowCardinality(String)',
  content_type: 'LowCardinality(String)',
  signature: 'Nullable(String)',
  trace_id: 'Nullable(String)',
  stream_sequence: 'UInt64',
  size: 'UInt32',
  payload: 'String',
  /** The raw body of a form-encoded delivery; empty when the payload is the body. */
  form_body: 'String',
})

/** Every name under which a repository was seen: old names still find it, in any case. */
export const repositoryNames = defineTable('repository_names', ['name_key', 'repository_id'], {
  name_key: 'String',
  repository_id: 'UInt64',
  first_seen_at: merged('min', "DateTime64(3, 'UTC')"),
  latest: merged('max', tuple({ seen_at: "DateTime64(3, 'UTC')", full_name: 'String' })),
})

/** What operators asked for. */
export const commands = defineTable('commands', ['issued_at', 'command_id'], {
  issued_at: "DateTime64(3, 'UTC')",
  command_id: 'String',
  type: 'LowCardinality(String)',
  issued_by: 'String',
  stream_sequence: 'UInt64',
  body: 'String',
})

/** What github-agent saw, as it appended it. */
export const snapshots = defineTable('snapshots', ['taken_at', 'snapshot_id'], {
  taken_at: "DateTime64(3, 'UTC')",
  snapshot_id: 'String',
  type: 'LowCardinality(String)',
  repository: 'String',
  stream_sequence: 'UInt64',
  body: 'String',
})

export type SnapshotRow = RowOfTable<typeof snapshots>
export type CommandRow = RowOfTable<typeof commands>
export type DeliveryRow = RowOfTable<typeof deliveries>
export type RepositoryNameRow = RowOfTable<typeof repositoryNames>
