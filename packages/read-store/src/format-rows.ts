import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { ClickHouseClient } from '@clickhouse/client'
import { literal } from './sql-text.ts'

/** What a column of a file holds. A time is an ISO 8601 text in the row. */
export type FileColumnType = 'text' | 'whole' | 'number' | 'truth' | 'time'

export interface FileColumn {
  readonly name: string
  readonly type: FileColumnType
}

export interface RowsToFormat {
  readonly columns: readonly FileColumn[]
  /** By the columns' names; null where a value is unknown. */
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** `csv_header`: with the columns' names in the first line. */
  readonly format: 'csv' | 'csv_header' | 'parquet'
}

const FORMATS = { csv: 'CSV', csv_header: 'CSVWithNames', parquet: 'Parquet' } as const
const TYPES: Readonly<Record<FileColumnType, string>> = {
  text: 'String',
  whole: 'Int64',
  number: 'Float64',
  truth: 'Bool',
  time: "DateTime64(3, 'UTC')",
}
// ClickHouse refuses longer statements than 256 KiB unless it is told to take them.
const LONGEST_STATEMENT = 256 * 1024 * 1024

/** Rows that are at hand as the bytes of a file: ClickHouse writes them, nothing is read from a table. */
export async function formatRows(
  client: ClickHouseClient,
  { columns, rows, format }: RowsToFormat,
): Promise<Buffer> {
  const types = columns.map(({ name, type }) => `${quoted(name)} Nullable(${typeOf(type, format)})`)
  const shape = literal(types.join(', '))
  const data = rows.map((row) => JSON.stringify(row)).join('\n')
  // `format` takes no empty text.
  const source = rows.length === 0 ? `null(${shape})` : `format(JSONEachRow, ${shape}, ${literal(data)})`
  const { stream }: { stream: Readable } = await client.exec({
    query: `SELECT * FROM ${source} FORMAT ${FORMATS[format]}`,
    clickhouse_settings: {
      log_comment: 'export',
      max_query_size: String(LONGEST_STATEMENT),
      date_time_input_format: 'best_effort',
      output_format_parquet_string_as_string: 1,
    },
  })
  return buffer(stream)
}

/** In CSV a time stays as the API answers it: ISO 8601. */
function typeOf(type: FileColumnType, format: RowsToFormat['format']): string {
  return type === 'time' && format !== 'parquet' ? TYPES.text : TYPES[type]
}

function quoted(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}
