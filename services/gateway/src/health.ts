import { publishedTables, readModels, type Store } from '@octometer/read-store'
import type { HealthCheck } from '@octometer/service-kit'
import { cachedFor } from './cached.ts'

/** ClickHouse, the log, and each read model with its tables or views. */
export function gatewayHealth(store: Store, log: { isConnected(): boolean }): readonly HealthCheck[] {
  const names = readModels.flatMap(({ tables }) => tables.map(({ name }) => name))
  const published = cachedFor(1000, async () => {
    const rows = await store.query(publishedTables, { names })
    return new Set(rows.map(({ name }) => name))
  })
  return [
    { name: 'clickhouse', check: () => store.ping() },
    {
      name: 'log',
      check() {
        if (!log.isConnected()) throw new Error('NATS cannot be reached')
      },
    },
    ...readModels.map(({ projection, tables }) => ({
      name: `read model ${projection}`,
      async check() {
        const there = await published()
        const missing = tables.map(({ name }) => name).filter((name) => !there.has(name))
        if (missing.length > 0) throw new Error(`not built yet: ${missing.join(', ')} missing`)
      },
    })),
  ]
}
