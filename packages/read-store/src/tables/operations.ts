import { merged, tuple } from '../column-type.ts'
import { defineTable, type RowOfTable } from '../table.ts'

/** How each message ended, per projection: projected (3) outranks ignored (2) outranks rejected (1). */
export const outcomes = defineTable('outcomes', ['message_id', 'projection', 'generation'], {
  message_id: 'String',
  projection: 'LowCardinality(String)',
  generation: 'LowCardinality(String)',
  result: merged('max', tuple({ rank: 'UInt8', outcome: 'String', reason: 'String', rows: 'UInt32' })),
})

export const deadLetters = defineTable('dead_letters', ['dead_letter_id'], {
  dead_letter_id: 'String',
  projection: merged('max', 'String'),
  message_id: merged('max', 'String'),
  subject: merged('max', 'String'),
  stream_sequence: merged('max', 'UInt64'),
  reason: merged('max', 'String'),
  first_rejected_at: merged('min', "DateTime64(3, 'UTC')"),
  /** open (1), dismissed (2), projected (3) by a retry or a replay. */
  status: merged('max', tuple({ rank: 'UInt8', status: 'String' })),
})

/** building (1), live (2), retired (3), dropped (4); a generation never goes back. */
export const generations = defineTable('generations', ['projection', 'generation'], {
  projection: 'LowCardinality(String)',
  generation: 'String',
  code: merged('max', 'String'),
  status: merged('max', tuple({ rank: 'UInt8', status: 'String', since: "DateTime64(3, 'UTC')" })),
  /** From when its numbers are true: null when nothing before it is missing. */
  true_from: merged('max', "Nullable(DateTime64(3, 'UTC'))"),
})

/** What the nightly audit found of one projection and one day of receipts. */
export const audits = defineTable('audits', ['projection', 'day', 'audited_at'], {
  projection: 'LowCardinality(String)',
  day: 'Date',
  audited_at: "DateTime64(3, 'UTC')",
  generation: 'String',
  deliveries: 'UInt64',
  missing: 'UInt64',
  drifted: 'UInt64',
})

export type AuditRow = RowOfTable<typeof audits>
export type OutcomeRow = RowOfTable<typeof outcomes>
export type DeadLetterRow = RowOfTable<typeof deadLetters>
