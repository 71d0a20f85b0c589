import { readFileSync } from 'node:fs'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { withSpan } from '@octometer/telemetry'
import { storeError } from './errors.ts'
import type { NamedQuery } from './named-query.ts'
import type { Placement } from './template.ts'

export interface StoreOptions {
  readonly url: string
  readonly user: string
  readonly password: string
  readonly database: string
  readonly cluster: string | null
  /** File of the certificate authority that signed the server's certificate. */
  readonly ca: string | null
}

/** A connection to ClickHouse. Every statement carries its name as `log_comment` and in its span. */
export interface Store extends AsyncDisposable {
  readonly placement: Placement
  /** Rows of a named query. Throws StoreError. */
  query<P, R>(query: NamedQuery<P, R>, parameters: P): Promise<readonly R[]>
  /** Inserts encoded rows into a table by its full name; acknowledged rows are on disk. Throws StoreError. */
  insert(name: string, table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void>
  command(name: string, sql: string): Promise<void>
  ping(): Promise<void>
}

// Inserts that mean what they say: no buffer between us and the part, and no deduplication log that a crash can
// leave behind without its part.
const EXACT = { async_insert: 0, insert_deduplicate: 0, wait_end_of_query: 1 } as const

export function connectStore(options: StoreOptions): Store {
  const client = openClient(options)
  return {
    placement: { database: options.database, cluster: options.cluster },
    query: (query, parameters) => runQuery(client, query, parameters),
    insert: (name, table, rows) =>
      attempt(name, async () => {
        await client.insert({
          table,
          values: [...rows],
          format: 'JSONEachRow',
          clickhouse_settings: { ...EXACT, log_comment: name },
        })
      }),
    command: (name, sql) =>
      attempt(name, async () => {
        await client.command({ query: sql, clickhouse_settings: { ...EXACT, log_comment: name } })
      }),
    ping: () =>
      attempt('ping', async () => {
        const answer = await client.ping()
        if (!answer.success) throw answer.error
      }),
    [Symbol.asyncDispose]: () => client.close(),
  }
}

export function openClient(options: StoreOptions): ClickHouseClient {
  return createClient({
    url: options.url,
    username: options.user,
    password: options.password,
    database: options.database,
    application: 'octometer',
    request_timeout: 120_000,
    max_open_connections: 16,
    // Long lists of ids and names would not fit into a URL.
    use_multipart_params_auto: true,
    // What fails is thrown to the caller, which knows what it means and logs it once.
    log: { level: ClickHouseLogLevel.OFF },
    ...(options.ca === null ? {} : { tls: { ca_cert: readFileSync(options.ca) } }),
  })
}

function runQuery<P, R>(
  client: ClickHouseClient,
  query: NamedQuery<P, R>,
  parameters: P,
): Promise<readonly R[]> {
  return attempt(query.name, async () => {
    const { sql, values } = query.render(query.parameters.parse(parameters))
    const answer = await client.query({
      query: sql,
      query_params: values,
      format: 'JSONEachRow',
      clickhouse_settings: {
        log_comment: query.name,
        output_format_json_quote_64bit_integers: 0,
        date_time_output_format: 'iso',
      },
    })
    const rows = await answer.json<unknown>()
    return rows.map((row) => query.row.parse(row))
  })
}

function attempt<T>(name: string, run: () => Promise<T>): Promise<T> {
  const attributes = { 'db.system.name': 'clickhouse', 'db.query.summary': name }
  return withSpan(`clickhouse ${name}`, { scope: 'read-store', role: 'client', attributes }, async () => {
    try {
      return await run()
    } catch (cause) {
      throw storeError(name, cause)
    }
  })
}
