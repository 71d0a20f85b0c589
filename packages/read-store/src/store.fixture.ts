import { startClickHouse } from '@octometer/testkit'
import { connectStore, type Store, type StoreOptions } from './client.ts'
import { migrate } from './migrate.ts'

/** A store of its own with nothing in it; the stack ends it and its engine. */
export async function openEmptyStore(
  stack: AsyncDisposableStack,
  options: Pick<StoreOptions, 'querySeconds'> = {},
): Promise<Store> {
  const clickhouse = stack.use(await startClickHouse())
  return stack.use(connectStore({ ...clickhouse, cluster: null, ca: null, ...options }))
}

/** The same, migrated. */
export async function openMigratedStore(stack: AsyncDisposableStack): Promise<Store> {
  const store = await openEmptyStore(stack)
  await migrate(store)
  return store
}
