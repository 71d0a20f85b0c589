import { defineTable, type RowOfTable } from '../table.ts'

/** Erasures of people: of each the row with the greatest version stays. */
export const erasures = defineTable(
  'erasures',
  ['erasure_id'],
  {
    erasure_id: 'String',
    version: 'UInt64',
    placeholder: 'String',
    placeholder_id: 'UInt64',
    asked_at: "DateTime64(3, 'UTC')",
    asked_by: 'String',
    up_to: 'UInt64',
    phase: 'LowCardinality(String)',
    updated_at: "DateTime64(3, 'UTC')",
    rewritten_at: "Nullable(DateTime64(3, 'UTC'))",
    deliveries: 'UInt64',
    other_rows: 'UInt64',
    messages: 'UInt64',
    bucket_entries: 'UInt64',
    read_models: 'UInt64',
  },
  'version',
)

/** What a person who is being erased is known by, as JSON. */
export const erasureWords = defineTable(
  'erasure_words',
  ['erasure_id'],
  { erasure_id: 'String', version: 'UInt64', words: 'String' },
  'version',
)

/** Archived attempts whose bytes are no longer those that were signed. */
export const rewrittenDeliveries = defineTable('rewritten_deliveries', ['guid', 'received_at'], {
  guid: 'String',
  received_at: "DateTime64(3, 'UTC')",
  rewritten_at: "DateTime64(3, 'UTC')",
})

export type ErasureRow = RowOfTable<typeof erasures>
