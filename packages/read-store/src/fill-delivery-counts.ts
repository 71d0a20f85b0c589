import type { Store } from './client.ts'
import { openGeneration } from './generation-store.ts'
import { COUNTED, isWhole } from './queries/delivery-counts.ts'
import { readModelOf } from './read-models.ts'
import type { Rollup } from './rollup.ts'
import { deliveryCounts, deliveryHours } from './tables/delivery-counts.ts'
import { localTable, shardOf } from './template.ts'

/**
 * Counts what was archived before anybody counted: once, for a mark says that it was done. Where an older program had
 * counted it, days of repositories are added up from their tenths of hours, which takes seconds. Doing it again, or beside
 * projectors that archive meanwhile, changes nothing. Gives whether there was anything to do.
 */
export async function fillDeliveryCounts(store: Store): Promise<boolean> {
  const { placement } = store
  const name = (table: string) => localTable(placement, table, null)
  const [before] = await store.query(isWhole(name(deliveryCounts.name)), {})
  if (before?.whole === true) return false
  const model = readModelOf('deliveries')
  const open = (rollups: readonly Rollup[]) =>
    openGeneration(store, { ...model, rollups }, null, { timezone: 'UTC' })
  if (before?.has_tenths === true) await open([deliveryHours]).recountAll()
  else {
    const columns = 'guid, received_at, repository_id, event'
    await store.command(
      'fill delivery_receipts',
      `INSERT INTO ${name('delivery_receipts')} (${columns}) SELECT ${columns} FROM ${name('deliveries')}`,
      'long',
    )
    await open(model.rollups).recountAll()
  }
  const counts = name(deliveryCounts.name)
  const mark = `SELECT 'whole', toDateTime64(0, 3, 'UTC'), toDateTime64(0, 3, 'UTC'), '${COUNTED}', ${shardOf(placement)}`
  await store.command(
    'mark delivery_counts',
    `INSERT INTO ${counts} (kind, start, first_at, name, shard) ${mark}`,
  )
  return true
}
