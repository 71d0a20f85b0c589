import { createReadStream } from 'node:fs'
import type { OutgoingHttpHeaders } from 'node:http'
import { openAnswerPipe } from './answer-pipe.ts'
import { breakOff, chooseEncoding, type Encoding, writeAnswer } from './answer-stream.ts'
import { asException, type ClickHouseException, exceptionFrame, exceptionText } from './exceptions.ts'
import { withProtocolVersion } from './native-revision.ts'
import type { QueryJob, QueryReply } from './query-job.ts'
import { sendWhole, summaryHeader } from './response-head.ts'
import { type RunningQuery, runAbortable, successOf } from './running-query.ts'
import type { WorkerSlot } from './worker-slot.ts'

/** So much of an answer is held back before its status goes out: a failure that comes early gets its own status. */
const HELD_BACK = 64 * 1024

/** A client that takes nothing for so long loses its answer; it would hold its place for ever. */
const STALLED_MS = 60_000

interface Answer {
  readonly query: RunningQuery
  readonly format: string
  readonly headers: OutgoingHttpHeaders
}

/** Runs a query whose rows come through the slot's pipe, and sends them as they come. Throws the engine's exception. */
export async function sendPipedAnswer(answer: Answer, slot: WorkerSlot, job: QueryJob): Promise<void> {
  const { query } = answer
  const pipe = openAnswerPipe(slot.pipe)
  const rows = pipe.rows[Symbol.asyncIterator]()
  const givenUp = new AbortController()
  const signal = AbortSignal.any([query.signal, givenUp.signal])
  const reply = runAbortable(query, slot, job, signal).finally(pipe.writerDone)
  // Whoever reads the rows hears of a failure at their end; until then nobody waits for it.
  reply.catch(() => undefined)
  try {
    await relay(answer, rows, reply)
  } finally {
    givenUp.abort()
    // An engine that has not opened the pipe yet, or waits with rows in its hand, ends only if somebody reads on.
    await discard(rows)
    await reply.catch(() => undefined)
    pipe.close()
  }
}

/** Reads to the end. */
async function discard(rows: AsyncIterator<Buffer>): Promise<void> {
  for (let done = false; !done; ) {
    done = await rows.next().then(
      (next) => next.done === true,
      () => true,
    )
  }
}

async function relay(answer: Answer, rows: AsyncIterator<Buffer>, reply: Promise<QueryReply>): Promise<void> {
  const held: Buffer[] = []
  for (let length = 0; length < HELD_BACK; ) {
    const next = await rows.next()
    if (next.done) {
      return sendHeld(answer, [...held, outputOf(await reply)])
    }
    held.push(next.value)
    length += next.value.length
  }
  await send(answer, answer.headers, inFormat(answer, restOf(held, rows, reply)))
}

/** Rows that chDB gave back instead of sending them into the file. Throws the engine's exception. */
export function outputOf(reply: QueryReply): Buffer {
  return Buffer.from(successOf(reply).output)
}

/** What was held and what follows; ends with the engine's exception when the query fails on its way. */
async function* restOf(
  held: readonly Buffer[],
  rows: AsyncIterator<Buffer>,
  reply: Promise<QueryReply>,
): AsyncGenerator<Buffer> {
  yield* held
  for (let next = await rows.next(); !next.done; next = await rows.next()) yield next.value
  // Only after the last row: who leaves before it must not wait for an engine that waits for a reader.
  successOf(await reply)
}

async function sendHeld(answer: Answer, held: readonly Buffer[]): Promise<void> {
  const { query, format, headers } = answer
  const whole: Buffer[] = []
  for await (const chunk of inFormat(answer, chunksOf(held))) whole.push(chunk)
  if (encodingFor(query) === undefined) sendWhole(query, Buffer.concat(whole), format, {})
  else await send(answer, { ...headers, ...summaryHeader(query, {}) }, chunksOf(whole))
}

function encodingFor({ request, response }: RunningQuery): Encoding | undefined {
  return request.compression ? chooseEncoding(response.req.headers['accept-encoding']) : undefined
}

/** Sends a complete answer that lies in a file. */
export async function sendFileAnswer(answer: Answer, file: string): Promise<void> {
  const headers = { ...answer.headers, ...summaryHeader(answer.query, {}) }
  await send(answer, headers, inFormat(answer, createReadStream(file)))
}

async function send(
  { query }: Answer,
  headers: OutgoingHttpHeaders,
  rows: AsyncIterable<Buffer>,
): Promise<void> {
  const { request, response, context, exceptionTag } = query
  const encoding = encodingFor(query)
  let failure: ClickHouseException | undefined
  async function* bytes(): AsyncGenerator<Buffer> {
    try {
      yield* unlessStalled(rows, query)
    } catch (error) {
      failure = asException(error)
      yield exceptionFrame(exceptionText(failure, context.engine.facts.version), exceptionTag)
    }
  }
  response.writeHead(200, { ...headers, ...(encoding ? { 'Content-Encoding': encoding } : {}) })
  await writeAnswer(response, { bytes: bytes(), encoding, level: request.compressionLevel })
  if (failure) breakOff(response)
  else response.end()
}

function inFormat({ query, format }: Answer, rows: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const version = /^native$/i.test(format) ? query.request.protocolVersion : 0
  return version > 0 ? withProtocolVersion(rows, version) : rows
}

async function* unlessStalled(
  rows: AsyncIterable<Buffer>,
  { response }: RunningQuery,
): AsyncGenerator<Buffer> {
  for await (const chunk of rows) {
    const stalled = setTimeout(() => response.destroy(), STALLED_MS)
    try {
      yield chunk
    } finally {
      clearTimeout(stalled)
    }
  }
}

async function* chunksOf(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks
}
