import { z } from 'zod'
import { freshness } from './answers.ts'
import { defineRoute, noParameters } from './route.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const name = z.string().regex(/^[A-Za-z_]\w{0,63}$/, 'must be named by letters, digits and underscores')

/** Rows that a JSON answer has at most; streams have more. */
export const MAX_SQL_ROWS = 10_000
export const MAX_SQL_STREAM_ROWS = 1_000_000

const sqlFormats = ['json', 'ndjson', 'csv'] as const

const sqlAnswer = z
  .object({ data: z.array(z.record(z.string(), z.unknown())), rows: z.int(), freshness })
  .meta({ id: 'SqlAnswer' })

export const runSql = defineRoute({
  operationId: 'runSql',
  method: 'post',
  path: '/api/v1/sql',
  reads: true,
  role: 'admin',
  tag: 'SQL',
  summary: 'Ask by SQL',
  description: `One statement of ClickHouse's SQL, run as its read-only user. JSON has at most ${MAX_SQL_ROWS} rows; \`ndjson\` and \`csv\` are streamed, at most ${MAX_SQL_STREAM_ROWS} rows, with the freshness as JSON in the header \`Octo-Freshness\`; a stream that breaks off was not whole. The statement has no FORMAT. It reads every repository: a key for some of them may not ask it.`,
  pathParameters: noParameters,
  query: noParameters,
  body: z.strictObject({
    query: z.string().trim().min(1, 'must not be empty').max(200_000, 'must have at most 200000 characters'),
    parameters: z
      .record(name, z.union([scalar, z.array(scalar)]))
      .default({})
      .describe('Values of `{name:Type}` in the query: bound by ClickHouse, never pasted.'),
    format: z.enum(sqlFormats, { error: `must be one of ${sqlFormats.join(', ')}` }).default('json'),
  }),
  status: 200,
  answer: sqlAnswer,
  streams: ['application/x-ndjson', 'text/csv'],
  problems: [413, 415, 422],
})
