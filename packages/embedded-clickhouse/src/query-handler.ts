import { randomBytes, randomUUID } from 'node:crypto'
import { appendFile, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { outputOf, sendFileAnswer, sendPipedAnswer } from './answer.ts'
import { authenticate } from './authentication.ts'
import { raise } from './exceptions.ts'
import type { QueryJob, QuerySuccess } from './query-job.ts'
import { addParameter, readQueryRequest } from './query-request.ts'
import { type BodyLimits, type RequestBody, readRequestBody } from './request-body.ts'
import { answerHeaders, sendWhole } from './response-head.ts'
import { type QueryContext, type RunningQuery, runAbortable, successOf } from './running-query.ts'
import { readerSession, writerSession } from './session-setup.ts'
import { answerInto, readStatement, type Statement } from './statement.ts'

const MIB = 1024 * 1024
const READER_BODY: BodyLimits = {
  maxStatement: MIB,
  refuseRows: () => raise(164, 'reader: Cannot execute query in readonly mode'),
}
const WRITER_BODY: BodyLimits = { maxStatement: 64 * MIB }

/** Runs the query of a request and answers it. Throws ClickHouseException while the status can still tell it. */
export async function handleQuery(
  context: QueryContext,
  incoming: IncomingMessage,
  response: ServerResponse,
  parameters: URLSearchParams,
  signals: Pick<RunningQuery, 'signal' | 'stopping'>,
): Promise<void> {
  const role = authenticate(incoming.headers, parameters, context.writer)
  const request = readQueryRequest(incoming.method ?? 'GET', incoming.headers, parameters, context.database)
  const tag = randomUUID()
  const query: RunningQuery = {
    context,
    request,
    role,
    response,
    tag,
    exceptionTag: randomBytes(8).toString('hex'),
    ...signals,
    startedAt: process.hrtime.bigint(),
  }
  const file = join(context.exchange, `rows-${tag}`)
  const limits = role === 'reader' ? READER_BODY : WRITER_BODY
  await runBody(query, await readRequestBody(incoming, request.query, file, limits))
}

async function runBody(query: RunningQuery, body: RequestBody): Promise<void> {
  const { settings, parameters } = query.request
  if (body.kind === 'rows') return runInsert(query, body)
  for (const [name, value] of body.fields) addParameter(name, value, settings, parameters)
  const statement = readStatement(body.sql)
  if (statement.kind === 'answer') await runAnswer(query, statement, body.sql)
  else await runOther(query, statement, body.sql)
}

/** An insert is finished even when its client goes away: half of it would be worse than all of it. */
async function runInsert(query: RunningQuery, body: RequestBody & { kind: 'rows' }): Promise<void> {
  try {
    const statement = body.insert.statementReading(body.file)
    const reply = await run(query, jobOf(query, statement, 'measured', statement))
    const [rows, bytes] = [String(reply.rows), String(reply.bytes)]
    const counts = { read_rows: rows, read_bytes: bytes, written_rows: rows, written_bytes: bytes }
    sendWhole(query, Buffer.alloc(0), undefined, counts)
  } finally {
    await rm(body.file, { force: true })
  }
}

async function runOther(
  query: RunningQuery,
  statement: Exclude<Statement, { kind: 'answer' }>,
  sql: string,
): Promise<void> {
  const mode = statement.kind === 'explain' ? 'measured' : 'command'
  const { output } = await run(query, jobOf(query, statement.text, mode, sql))
  const named = statement.kind === 'explain' ? statement.format : null
  const format = output.length > 0 ? (named ?? query.request.defaultFormat) : undefined
  sendWhole(query, Buffer.from(output), format, {})
}

async function runAnswer(
  query: RunningQuery,
  statement: Statement & { kind: 'answer' },
  sql: string,
): Promise<void> {
  const { context, request, role, signal, tag } = query
  const format = statement.format ?? request.defaultFormat
  const answer = { query, format, headers: answerHeaders(query, format) }
  const into = (file: string) =>
    jobOf(query, answerInto(statement, file, request.defaultFormat), 'answer', sql)
  if (!request.waitEndOfQuery) {
    await context.pool.withSlot(role, 'thread', signal, (slot) =>
      sendPipedAnswer(answer, slot, into(slot.pipe)),
    )
    return
  }
  const file = join(context.exchange, `answer-of-${tag}`)
  try {
    const rest = await context.pool.withSlot(role, 'thread', signal, async (slot) =>
      outputOf(await runAbortable(query, slot, into(file), signal)),
    )
    // Also makes the file when the engine had no rows to open it for.
    await appendFile(file, rest)
    await sendFileAnswer(answer, file)
  } finally {
    await rm(file, { force: true })
  }
}

async function run(query: RunningQuery, job: QueryJob): Promise<QuerySuccess> {
  const { context, role, signal, stopping } = query
  const use = job.mode === 'measured' ? 'libuv' : 'thread'
  return context.pool.withSlot(role, use, signal, async (slot) =>
    successOf(await runAbortable(query, slot, job, stopping)),
  )
}

/** `sql` is the statement as the client sent it, which for a reader is checked before the other one runs. */
function jobOf(
  { context, request, role, tag }: RunningQuery,
  statement: string,
  mode: QueryJob['mode'],
  sql: string,
): QueryJob {
  const job = { statement, mode, format: request.defaultFormat }
  if (role === 'writer') return { ...job, setup: writerSession(request, tag) }
  const rules = { limits: context.limits, tableFunctions: context.engine.facts.tableFunctions }
  return {
    ...job,
    setup: readerSession(request, tag, context.limits),
    check: { sql, parameters: request.parameters, rules },
  }
}
