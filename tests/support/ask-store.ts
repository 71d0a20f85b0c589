import { createClient } from '@clickhouse/client'

export interface StoreAccess {
  readonly url: string
  readonly user: string
  readonly password: string
  readonly database: string
}

/** Rows of a query that a test writes, straight from ClickHouse: apart from the product's own queries. */
export async function askStore<T>(access: StoreAccess, query: string): Promise<readonly T[]> {
  await using client = closing(
    createClient({
      url: access.url,
      username: access.user,
      password: access.password,
      database: access.database,
    }),
  )
  const answer = await client.value.query({
    query,
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  })
  // Awaited here: the client closes when this function returns.
  return await answer.json<T>()
}

/** Carries out a statement that a test writes. */
export async function tellStore(access: StoreAccess, statement: string): Promise<void> {
  await using client = closing(
    createClient({
      url: access.url,
      username: access.user,
      password: access.password,
      database: access.database,
    }),
  )
  await client.value.command({ query: statement })
}

function closing<C extends { close(): Promise<void> }>(value: C): { value: C } & AsyncDisposable {
  return { value, [Symbol.asyncDispose]: () => value.close() }
}

/** The twelve counters, all time and all repositories, as the read model serves them. */
export async function counterTotals(access: StoreAccess): Promise<Readonly<Record<string, number>>> {
  const rows = await askStore<{ counter: string; value: number }>(
    access,
    `SELECT counter, sum(month_value) AS value FROM (
       SELECT counter, repository_id, month, max(value) AS month_value FROM counter_months GROUP BY 1, 2, 3) GROUP BY counter
     UNION ALL
     SELECT 'conflicts', uniqExact(repository_id, key) FROM counter_conflicts`,
  )
  return Object.fromEntries(rows.map(({ counter, value }) => [counter, value]))
}
