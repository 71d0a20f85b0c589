import { startClickHouse } from '@octometer/testkit'
import { connectStore, type Store } from './client.ts'
import { migrate } from './migrate.ts'

/** A store of its own, migrated; the stack ends it and its engine. */
export async function openMigratedStore(stack: AsyncDisposableStack): Promise<Store> {
  const clickhouse = stack.use(await startClickHouse())
  const store = stack.use(connectStore({ ...clickhouse, cluster: null, ca: null }))
  await migrate(store)
  return store
}
