import { merged, tuple } from '../column-type.ts'
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

/** The newest look at a hook of ours. */
export const hookStates = defineTable('hook_states', ['hook'], {
  hook: 'String',
  latest: merged(
    'max',
    tuple({
      /** Leads, so that `max` picks the latest look. */
      taken_at: "DateTime64(3, 'UTC')",
      state: 'String',
      owner_kind: 'String',
      owner: 'String',
      mode: 'String',
      is_meant_active: 'UInt8',
      active: 'Nullable(UInt8)',
      is_aimed_here: 'Nullable(UInt8)',
      url_host: 'Nullable(String)',
      events: 'Array(String)',
      content_type: 'Nullable(String)',
      verifies_tls: 'Nullable(UInt8)',
      response_code: 'Nullable(UInt16)',
      response_status: 'Nullable(String)',
      response_message: 'Nullable(String)',
    }),
  ),
})

export type HookStateRow = RowOfTable<typeof hookStates>
export type IntakeListingRow = RowOfTable<typeof intakeListings>
export type IntakeReadRow = RowOfTable<typeof intakeReads>
