import type { ClickHouseAccess, TestClickHouse } from './clickhouse.ts'
import { startContainer } from './docker.ts'

// The version that is embedded.
const IMAGE = 'clickhouse/clickhouse-server:26.7'

/** ClickHouse's server in a container, which takes its data with it. Throws ContainerError. */
export async function startClickHouseContainer(access: ClickHouseAccess): Promise<TestClickHouse> {
  // Loaded when it is asked for: tests against the embedded engine do without Docker's client.
  const { ClickHouseContainer } = await import('@testcontainers/clickhouse')
  const container = await startContainer(IMAGE, () =>
    new ClickHouseContainer(IMAGE)
      .withUsername(access.user)
      .withPassword(access.password)
      .withDatabase(access.database)
      .start(),
  )
  return {
    url: container.getHttpUrl(),
    ...access,
    reader: { user: access.user, password: access.password },
    async [Symbol.asyncDispose]() {
      await container.stop()
    },
  }
}
