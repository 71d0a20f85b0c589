import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import { z } from 'zod'
import { LONG_REQUEST_MS, openClient, type StoreOptions } from './client.ts'
import { storeError } from './errors.ts'
import { failOnException } from './exception-frame.ts'
import { identifier, literal } from './sql-text.ts'

/** A table or view of the database. */
export interface CopiedTable {
  readonly name: string
  readonly kind: 'table' | 'view'
  /** The statement that makes it. */
  readonly statement: string
  /** Rows in its parts; 0 for a view. */
  readonly rows: number
}

/** Whole tables, out of the database and into it again, as files of ClickHouse's own format. Every call throws StoreError. */
export interface TableCopier extends AsyncDisposable {
  /** Tables first, then the views that read them. */
  tables(): Promise<readonly CopiedTable[]>
  /** All rows as they were at its beginning; the stream fails when the query does. */
  read(table: string): Promise<Readable>
  /** Gives the number of rows that were written. */
  write(table: string, bytes: Readable): Promise<number>
  make(table: CopiedTable): Promise<void>
  drop(table: CopiedTable): Promise<void>
}

const tableRow = z.object({
  name: z.string(),
  engine: z.string(),
  statement: z.string(),
  rows: z.number().nullable(),
})
const summarySchema = z.object({ written_rows: z.coerce.number() })
const EXCEPTION_TAG = 'x-clickhouse-exception-tag'

// A table's rows come in blocks of any months; a file is taken in as one.
const IN = { async_insert: 0, insert_deduplicate: 0, max_partitions_per_insert_block: '0' } as const

export function connectTableCopier(options: StoreOptions): TableCopier {
  const client = openClient(options, LONG_REQUEST_MS)
  const { database } = options
  const full = (table: string) => `${identifier(database)}.${identifier(table)}`
  return {
    tables: () => guarded('list tables', () => listTables(client, database)),
    read: (table) => guarded(`read ${table}`, () => readTable(client, full(table))),
    write: (table, bytes) => guarded(`write ${table}`, () => writeTable(client, full(table), bytes)),
    make: (table) => guarded(`make ${table.name}`, () => run(client, table.statement)),
    drop: (table) =>
      guarded(`drop ${table.name}`, () =>
        run(client, `DROP ${table.kind.toUpperCase()} IF EXISTS ${full(table.name)}`),
      ),
    [Symbol.asyncDispose]: () => client.close(),
  }
}

async function guarded<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw storeError(what, cause)
  }
}

async function listTables(client: ClickHouseClient, database: string): Promise<readonly CopiedTable[]> {
  const answer = await client.query({
    query: `
      SELECT name, engine, create_table_query AS statement, total_rows AS rows FROM system.tables
      WHERE database = ${literal(database)} AND NOT startsWith(name, '.inner') ORDER BY engine = 'View', name`,
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  })
  return z
    .array(tableRow)
    .parse(await answer.json())
    .map(({ name, engine, statement, rows }) => ({
      name,
      kind: engine === 'View' ? ('view' as const) : ('table' as const),
      statement,
      rows: rows ?? 0,
    }))
}

async function readTable(client: ClickHouseClient, table: string): Promise<Readable> {
  const { stream, response_headers } = await client.exec({ query: `SELECT * FROM ${table} FORMAT Native` })
  const tag = response_headers[EXCEPTION_TAG]
  const rows = failOnException(typeof tag === 'string' ? tag : '')
  // Who reads hears of a failure by `rows`.
  pipeline(stream, rows).catch((cause: unknown) => rows.destroy(storeError(`read ${table}`, cause)))
  return rows
}

async function writeTable(client: ClickHouseClient, table: string, bytes: Readable): Promise<number> {
  const { stream, summary } = await client.exec({
    query: `INSERT INTO ${table} FORMAT Native`,
    values: bytes,
    clickhouse_settings: { ...IN, wait_end_of_query: 1 },
  })
  stream.resume()
  return summarySchema.parse(summary).written_rows
}

async function run(client: ClickHouseClient, query: string): Promise<void> {
  // Dropping a large table was asked for by name.
  await client.command({ query, clickhouse_settings: { max_table_size_to_drop: '0' } })
}
