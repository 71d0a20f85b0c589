import { type ClickHouseClient, createClient } from '@clickhouse/client'
import type { StoreAccess } from '../system/topology.ts'

/** What a reader of the read models finds, asked by SQL as anybody may ask. */
export interface VisibleRows extends AsyncDisposable {
  /** GUIDs in the archive of deliveries that were received since. */
  guids(receivedSince: Date): Promise<readonly string[]>
  /** Facts of deliveries that were received since: counter, repository and key in one text. */
  facts(receivedSince: Date): Promise<readonly string[]>
  /** The sum of all counters, as the rollups have it. */
  counted(): Promise<number>
}

export function openVisibleRows(access: StoreAccess): VisibleRows {
  const client = createClient({
    url: access.url,
    username: access.user,
    password: access.password,
    database: access.database,
  })
  const since = (time: Date) => ({ since: (time.getTime() - 1) / 1_000 })
  return {
    guids: (time) =>
      texts(
        client,
        'SELECT DISTINCT guid AS text FROM deliveries WHERE received_at >= {since:DateTime64(3)}',
        since(time),
      ),
    facts: (time) =>
      texts(
        client,
        `SELECT DISTINCT concat(counter, ' ', toString(repository_id), ' ', key) AS text
         FROM counter_facts WHERE last_received_at >= {since:DateTime64(3)}`,
        since(time),
      ),
    async counted() {
      const [sum = '0'] = await texts(
        client,
        `SELECT toString(sum(counted)) AS text FROM (
           SELECT max(value) AS counted FROM counter_quarters GROUP BY counter, repository_id, day, quarter)`,
        {},
      )
      return Number(sum)
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}

async function texts(
  client: ClickHouseClient,
  query: string,
  parameters: Record<string, number>,
): Promise<readonly string[]> {
  const answer = await client.query({ query, query_params: parameters, format: 'JSONEachRow' })
  const rows = await answer.json<{ text: string }>()
  return rows.map(({ text }) => text)
}
