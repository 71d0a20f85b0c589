import { MAX_SQL_ROWS } from '@octometer/gateway-api'
import { StoreError } from '@octometer/read-store'
import { problem } from '@octometer/service-kit'

/** ClickHouse's numbers for a limit that was reached, and what to do about it. */
const ADVICE: ReadonlyMap<number | null, string> = new Map([
  [158, 'It would read too many rows: narrow it by time or repository.'],
  [159, 'It takes longer than 30 seconds: narrow it by time or repository.'],
  [160, 'It takes longer than 30 seconds: narrow it by time or repository.'],
  [241, 'It needs more than 1 GiB of memory: group by less, or narrow it.'],
  [307, 'It would read too many bytes: name fewer columns, or narrow it.'],
])

const TOO_MUCH_RESULT = 396
/** Wrong password or no such user: that is ours, not the asker's. */
const NOT_LET_IN: ReadonlySet<number | null> = new Set([192, 193, 194, 516])
const BUSY = 202

/** What a statement of somebody's ended in, as the problem that they can act on; anything else stays what it is. */
export function asSqlProblem(error: unknown): unknown {
  if (!(error instanceof StoreError)) return error
  const { exceptionCode: code } = error
  const headers = { 'Retry-After': '1' }
  if (code === null)
    return problem(503, 'store_unavailable', 'ClickHouse cannot be reached.', { headers, cause: error })
  if (code === BUSY) {
    const detail = 'ClickHouse has too many queries now.'
    return problem(503, 'store_overloaded', detail, { headers, cause: error })
  }
  if (NOT_LET_IN.has(code)) {
    const detail =
      'ClickHouse does not let the read-only user in: check OCTO_CLICKHOUSE_READER_USER and OCTO_CLICKHOUSE_READER_PASSWORD.'
    return problem(503, 'sql_reader_refused', detail, { cause: error })
  }
  if (code === TOO_MUCH_RESULT) return tooMuch('rows')
  const members = { clickhouse_code: code }
  const advice = ADVICE.get(code)
  if (advice !== undefined) return problem(422, 'query_too_expensive', advice, { members, cause: error })
  return problem(400, 'query_refused', error.message, { members, cause: error })
}

/** A 422 for an answer with too many rows or bytes. */
export function tooMuch(what: 'rows' | 'bytes'): Error {
  const most = what === 'rows' ? `${MAX_SQL_ROWS} rows` : '16 MiB'
  return problem(
    422,
    'result_too_large',
    `A JSON answer has at most ${most}, a stream 1,000,000 rows: add a LIMIT, or ask for the format ndjson or csv.`,
  )
}
