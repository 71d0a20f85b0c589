import type { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseError } from '@clickhouse/client'
import { withSpan } from '@octometer/telemetry'
import { openClient, placeAttributes, REQUEST_MS, type StoreOptions } from './client.ts'
import { StoreError } from './errors.ts'
import { failOnException } from './exception-frame.ts'

/** What one query may cost. */
export interface SqlLimits {
  readonly seconds: number
  readonly memoryBytes: number
  readonly rowsToRead: number
  readonly resultRows: number
  readonly resultBytes: number
}

interface SqlQuery {
  /** One statement without a FORMAT. */
  readonly sql: string
  /** For its `{name:Type}`. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly format: 'JSONEachRow' | 'CSVWithNames'
  readonly limits: SqlLimits
}

/** Runs what people write, as ClickHouse's read-only user and as nobody else. */
export interface SqlReader extends AsyncDisposable {
  /**
   * The answer's bytes. Throws StoreError with ClickHouse's own message; the stream fails with one when the query does
   * after its first rows. Destroying it ends the query.
   */
  run(query: SqlQuery): Promise<Readable>
}

export function connectSqlReader(options: Omit<StoreOptions, 'cluster'>): SqlReader {
  const client = openClient({ ...options, cluster: null }, REQUEST_MS)
  const place = placeAttributes(options)
  return {
    run: (query) => {
      const attributes = { ...place, 'db.query.summary': 'sql' }
      return withSpan('clickhouse sql', { scope: 'read-store', role: 'client', attributes }, () =>
        execute(client, query),
      )
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}

const EXCEPTION_TAG = 'x-clickhouse-exception-tag'

async function execute(
  client: ClickHouseClient,
  { sql, parameters, format, limits }: SqlQuery,
): Promise<Readable> {
  try {
    const { stream, response_headers } = await client.exec({
      // On a line of its own: the statement may end in a comment.
      query: `${sql.replace(/[\s;]+$/, '')}\nFORMAT ${format}`,
      query_params: { ...parameters },
      clickhouse_settings: {
        // Whatever the user may: this query only reads. A user whose profile says so already is refused any other value; what
        // a statement may lift is bounded by the constraints of that profile.
        readonly: '2',
        max_execution_time: limits.seconds,
        max_memory_usage: String(limits.memoryBytes),
        max_rows_to_read: String(limits.rowsToRead),
        max_result_rows: String(limits.resultRows),
        max_result_bytes: String(limits.resultBytes),
        cancel_http_readonly_queries_on_client_close: 1,
        output_format_json_quote_64bit_integers: 0,
        date_time_output_format: 'iso',
        log_comment: 'sql',
      },
    })
    const tag = response_headers[EXCEPTION_TAG]
    const rows = failOnException(typeof tag === 'string' ? tag : '')
    stream.on('error', (cause) => rows.destroy(asStoreError(cause)))
    rows.on('close', () => stream.destroy())
    return stream.pipe(rows)
  } catch (cause) {
    throw asStoreError(cause)
  }
}

function asStoreError(cause: unknown): StoreError {
  const message = cause instanceof Error ? cause.message.trim() : String(cause)
  const code = cause instanceof ClickHouseError ? Number(cause.code) : null
  return new StoreError(message, code, { cause })
}
