import type { Store } from './client.ts'
import { localTable } from './template.ts'

/**
 * Lets the archive forget payloads, and nothing else, this long after their receipt. Rows and all that was counted
 * from them stay. ClickHouse clears them when it merges.
 */
export async function setPayloadRetention(store: Store, retentionMs: number): Promise<void> {
  const table = localTable(store.placement, 'deliveries', null)
  const expiry = `toDateTime(received_at) + toIntervalSecond(${Math.ceil(retentionMs / 1000)})`
  for (const column of ['payload', 'form_body']) {
    await store.command(
      'set payload retention',
      `ALTER TABLE ${table} MODIFY COLUMN ${column} String CODEC(ZSTD(3)) TTL ${expiry}`,
    )
  }
}
