import { createClient } from '@clickhouse/client'
import type { StoreAccess } from '../system/topology.ts'
import type { PlannedClient } from './plan-clients.ts'

/** The archive, asked by SQL as anybody may ask. */
export interface ArchivedDeliveries extends AsyncDisposable {
  /** Different GUIDs after a position of the log. */
  count(after: number): Promise<number>
  /** The GUIDs after a position that a client's filter lets through. */
  guidsOf(client: PlannedClient, after: number): Promise<readonly string[]>
}

export function openArchivedDeliveries(access: StoreAccess): ArchivedDeliveries {
  const client = createClient({
    url: access.url,
    username: access.user,
    password: access.password,
    database: access.database,
  })
  const known = new Map<string, Promise<readonly string[]>>()
  const ask = async (condition: string, values: Readonly<Record<string, string | number>>) => {
    const answer = await client.query({
      query: `SELECT DISTINCT guid FROM deliveries WHERE stream_sequence > {after:UInt64} AND ${condition}`,
      query_params: values,
      format: 'JSONEachRow',
    })
    return (await answer.json<{ guid: string }>()).map(({ guid }) => guid)
  }
  return {
    async count(after) {
      const answer = await client.query({
        query:
          'SELECT toUInt32(uniqExact(guid)) AS count FROM deliveries WHERE stream_sequence > {after:UInt64}',
        query_params: { after },
        format: 'JSONEachRow',
      })
      const [row] = await answer.json<{ count: number }>()
      return row?.count ?? 0
    },
    guidsOf({ query, condition, values }, after) {
      const asked = known.get(query) ?? ask(condition, { ...values, after })
      known.set(query, asked)
      return asked
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}
