import {
  connectStore,
  markGeneration,
  migrate,
  openGeneration,
  publishViews,
  type RowsByTable,
  readModelOf,
  readModels,
  type Store,
} from '@octometer/read-store'
import { startFilledClickHouse, type TestClickHouse } from '@octometer/testkit'

const GENERATION = 'g1'

export interface StoreFixture extends AsyncDisposable {
  readonly store: Store
  insert(projection: string, rows: RowsByTable): Promise<void>
}

/** An engine with every read model, each empty. */
export async function openStore(): Promise<StoreFixture> {
  const clickhouse = await startFilledClickHouse('alerter', makeReadModels)
  const store = connectStore({ ...clickhouse, cluster: null, ca: null })
  return {
    store,
    async insert(projection, rows) {
      const model = readModelOf(projection)
      const tables = openGeneration(store, model, model.ddl === null ? null : GENERATION, { timezone: 'UTC' })
      await tables.insert(rows)
      await tables.recount(rows)
    },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await clickhouse[Symbol.asyncDispose]()
    },
  }
}

async function makeReadModels(clickhouse: TestClickHouse): Promise<void> {
  await using store = connectStore({ ...clickhouse, cluster: null, ca: null })
  await migrate(store)
  for (const model of readModels) {
    if (model.ddl === null) continue
    await openGeneration(store, model, GENERATION, { timezone: 'UTC' }).create()
    await publishViews(store, model, GENERATION)
    const name = { projection: model.projection, generation: GENERATION, code: 'c1' }
    await markGeneration(store, name, 'live', new Date('2026-01-01T00:00:00Z'))
  }
}
