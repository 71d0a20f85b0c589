import { merged } from '../column-type.ts'
import { defineTable, type RowOfTable } from '../table.ts'

/** An attempt is the same in every reading of its log. */
export const intakeListings = defineTable('intake_listings', ['hour', 'hook', 'guid', 'attempt_id'], {
  hour: "DateTime('UTC')",
  hook: 'String',
  guid: 'String',
  attempt_id: 'String',
  delivered_at: merged('max', "DateTime('UTC')"),
  redelivery: merged('max', 'UInt8'),
  event: merged('max', 'String'),
  action: merged('max', 'Nullable(String)'),
  repository_id: merged('max', 'Nullable(UInt64)'),
  status_code: merged('max', 'UInt16'),
})

export const intakeReads = defineTable('intake_reads', ['hour', 'hook'], {
  hour: "DateTime('UTC')",
  hook: 'String',
  read_from: merged('min', "DateTime('UTC')"),
  read_until: merged('max', "DateTime('UTC')"),
  read_at: merged('max', "DateTime('UTC')"),
})

export type IntakeListingRow = RowOfTable<typeof intakeListings>
export type IntakeReadRow = RowOfTable<typeof intakeReads>
