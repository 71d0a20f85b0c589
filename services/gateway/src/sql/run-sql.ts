import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { MAX_SQL_ROWS, MAX_SQL_STREAM_ROWS, runSql } from '@octometer/gateway-api'
import type { SqlLimits, SqlReader } from '@octometer/read-store'
import { problem } from '@octometer/service-kit'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { RawAnswer } from '../raw-answer.ts'
import { asSqlProblem, tooMuch } from './sql-problem.ts'

const MIB = 1024 * 1024

/** Bytes of the rows in a JSON answer, which is held in memory. */
const MAX_JSON_BYTES = 16 * MIB

const COST = { seconds: 30, memoryBytes: 1024 * MIB, rowsToRead: 2_000_000_000 }
const JSON_LIMITS: SqlLimits = { ...COST, resultRows: MAX_SQL_ROWS, resultBytes: 64 * MIB }
const STREAM_LIMITS: SqlLimits = { ...COST, resultRows: MAX_SQL_STREAM_ROWS, resultBytes: 512 * MIB }

export const runSqlEndpoint = endpoint(runSql, 'deliveries', async ({ sqlReader }, { body, principal }) => {
  requireEveryRepository(principal, 'SQL reads every repository')
  if (sqlReader === null) {
    throw problem(
      503,
      'sql_not_configured',
      'No read-only user of ClickHouse is configured: set OCTO_CLICKHOUSE_READER_USER and OCTO_CLICKHOUSE_READER_PASSWORD.',
    )
  }
  const { query: sql, parameters, format } = body
  const run = { sql, parameters, limits: format === 'json' ? JSON_LIMITS : STREAM_LIMITS } as const
  try {
    if (format === 'json') return await jsonAnswer(sqlReader, run)
    const isCsv = format === 'csv'
    const rows = await sqlReader.run({ ...run, format: isCsv ? 'CSVWithNames' : 'JSONEachRow' })
    // Until here a failure still has a status of its own.
    await once(rows, 'readable')
    return new RawAnswer(isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson', () => rows)
  } catch (error) {
    throw asSqlProblem(error)
  }
})

/** The rows as ClickHouse wrote them: a whole number beyond 2^53 stays exact. */
async function jsonAnswer(
  reader: SqlReader,
  run: Omit<Parameters<SqlReader['run']>[0], 'format'>,
): Promise<RawAnswer> {
  const text = await textOf(await reader.run({ ...run, format: 'JSONEachRow' }))
  const lines = text.split('\n').filter((line) => line !== '')
  // The reader's own limit is no bound here: a statement may carry another one.
  if (lines.length > MAX_SQL_ROWS) throw tooMuch('rows')
  return new RawAnswer(
    'application/json',
    (freshness) =>
      `{"data":[${lines.join(',')}],"rows":${lines.length},"freshness":${JSON.stringify(freshness)}}`,
  )
}

async function textOf(rows: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of rows) {
    size += chunk.length
    if (size > MAX_JSON_BYTES) throw tooMuch('bytes')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
