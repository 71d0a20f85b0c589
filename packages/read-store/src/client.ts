import { readFileSync } from 'node:fs'
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { withSpan } from '@octometer/telemetry'
import { storeError } from './errors.ts'
import { formatRows, type RowsToFormat } from './format-rows.ts'
import type { NamedQuery } from './named-query.ts'
import { readTextRows } from './row-binary.ts'
import { identifier } from './sql-text.ts'
import type { Placement } from './template.ts'

export interface StoreOptions {
  readonly url: string
  readonly user: string
  readonly password: string
  readonly database: string
  readonly cluster: string | null
  /** File of the certificate authority that signed the server's certificate. */
  readonly ca: string | null
  /** A named query that takes longer is ended by ClickHouse, which throws its 159; without it, it may take as long as it likes. */
  readonly querySeconds?: number
}

interface TextQuery {
  readonly name: string
  readonly sql: string
  readonly values: Readonly<Record<string, unknown>>
  /** How many columns it selects, each of them a String. */
  readonly columns: number
}

/** A connection to ClickHouse. Every statement carries its name as `log_comment` and in its span. */
export interface Store extends AsyncDisposable {
  readonly placement: Placement
  /** Rows of a named query. Throws StoreError. */
  query<P, R>(query: NamedQuery<P, R>, parameters: P): Promise<readonly R[]>
  /** Rows of a query whose columns are all texts, as bytes: as JSON, payloads would be escaped here and there. Throws StoreError. */
  queryTexts(query: TextQuery): Promise<readonly (readonly Buffer[])[]>
  /** Inserts encoded rows into a table by its full name; acknowledged rows are on disk. Throws StoreError. */
  insert(name: string, table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void>
  /** `long`: what goes through a whole table may take hours. Values are bound as in a query. Throws StoreError. */
  command(
    name: string,
    sql: string,
    patience?: 'short' | 'long',
    values?: Readonly<Record<string, unknown>>,
  ): Promise<void>
  /** Rows that are at hand as the bytes of a file. Throws StoreError. */
  format(rows: RowsToFormat): Promise<Buffer>
  ping(): Promise<void>
}

// Inserts that mean what they say: no buffer between us and the part, and no deduplication log that a crash can
// leave behind without its part.
const EXACT = { async_insert: 0, insert_deduplicate: 0, wait_end_of_query: 1 } as const

export const REQUEST_MS = 120_000
export const LONG_REQUEST_MS = 6 * 3_600_000

export function connectStore(options: StoreOptions): Store {
  const client = openClient(options, REQUEST_MS)
  const session = { client, place: placeAttributes(options) }
  const patient = openClient(options, LONG_REQUEST_MS)
  const { querySeconds } = options
  const limits = querySeconds === undefined ? {} : { max_execution_time: querySeconds }
  return {
    placement: { database: options.database, cluster: options.cluster },
    query: (query, parameters) => runQuery(session, query, parameters, limits),
    queryTexts: (query) => runTextQuery(session, query),
    insert: (name, table, rows) =>
      attempt(session, name, async () => {
        await client.insert({
          table,
          values: [...rows],
          format: 'JSONEachRow',
          clickhouse_settings: { ...EXACT, log_comment: name },
        })
      }),
    command: (name, sql, patience = 'short', values = {}) =>
      attempt(session, name, async () => {
        await (patience === 'long' ? patient : client).command({
          query: sql,
          query_params: { ...values },
          clickhouse_settings: { ...EXACT, log_comment: name },
        })
      }),
    format: (rows) => attempt(session, 'export', () => formatRows(client, rows)),
    ping: () =>
      attempt(session, 'ping', async () => {
        const answer = await client.ping()
        if (!answer.success) throw answer.error
      }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([client.close(), patient.close()])
    },
  }
}

/** Makes the database where there is none, which a connection to it could not. Throws StoreError. */
export async function ensureDatabase(options: StoreOptions): Promise<void> {
  const { database, cluster } = options
  const where = cluster === null ? '' : ` ON CLUSTER ${identifier(cluster)}`
  await using store = connectStore({ ...options, database: 'default' })
  await store.command('create database', `CREATE DATABASE IF NOT EXISTS ${identifier(database)}${where}`)
}

export function openClient(options: StoreOptions, requestMs: number): ClickHouseClient {
  return createClient({
    url: options.url,
    username: options.user,
    password: options.password,
    database: options.database,
    application: 'octometer',
    request_timeout: requestMs,
    max_open_connections: 16,
    // Long lists of ids and names would not fit into a URL.
    use_multipart_params_auto: true,
    // What fails is thrown to the caller, which knows what it means and logs it once.
    log: { level: ClickHouseLogLevel.OFF },
    ...(options.ca === null ? {} : { tls: { ca_cert: readFileSync(options.ca) } }),
  })
}

interface Session {
  readonly client: ClickHouseClient
  /** Attributes of its spans. */
  readonly place: Readonly<Record<string, string | number>>
}

/** Which database is asked, and where. */
export function placeAttributes({ url, database }: Pick<StoreOptions, 'url' | 'database'>): Session['place'] {
  const { hostname, port, protocol } = new URL(url)
  return {
    'db.system.name': 'clickhouse',
    'db.namespace': database,
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  }
}

/** What does not fit its schema, going or coming, is a mistake of ours: it is thrown as it is, not as ClickHouse's. */
async function runQuery<P, R>(
  session: Session,
  query: NamedQuery<P, R>,
  parameters: P,
  limits: { readonly max_execution_time?: number },
): Promise<readonly R[]> {
  const { sql, values } = query.render(query.parameters.parse(parameters))
  const rows = await attempt(session, query.name, async () => {
    const answer = await session.client.query({
      query: sql,
      query_params: values,
      format: 'JSONEachRow',
      clickhouse_settings: {
        ...limits,
        log_comment: query.name,
        output_format_json_quote_64bit_integers: 0,
        date_time_output_format: 'iso',
      },
    })
    return answer.json<unknown>()
  })
  return rows.map((row) => query.row.parse(row))
}

function runTextQuery(
  session: Session,
  { name, sql, values, columns }: TextQuery,
): Promise<readonly (readonly Buffer[])[]> {
  return attempt(session, name, async () => {
    const { stream } = await session.client.exec({
      query: `${sql} FORMAT RowBinary`,
      query_params: { ...values },
      // Whole, or an error: what fails halfway must not look like rows.
      clickhouse_settings: { log_comment: name, wait_end_of_query: 1 },
    })
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)
    return readTextRows(Buffer.concat(chunks), columns)
  })
}

function attempt<T>({ place }: Session, name: string, run: () => Promise<T>): Promise<T> {
  const attributes = { ...place, 'db.query.summary': name }
  return withSpan(`clickhouse ${name}`, { scope: 'read-store', role: 'client', attributes }, async () => {
    try {
      return await run()
    } catch (cause) {
      throw storeError(name, cause)
    }
  })
}
