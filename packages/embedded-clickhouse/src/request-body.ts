import { createWriteStream } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { pipeline as pipe, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { raise } from './exceptions.ts'
import { type InsertStatement, readInsert } from './insert-statement.ts'

/** A request's query, and its rows where it inserts some. */
export type RequestBody =
  | { readonly kind: 'statement'; readonly sql: string; readonly fields: ReadonlyMap<string, string> }
  | { readonly kind: 'rows'; readonly insert: InsertStatement; readonly file: string }

export interface BodyLimits {
  /** Bytes of a statement without its rows. */
  readonly maxStatement: number
  /** Throws instead of receiving rows. */
  readonly refuseRows?: () => Error
}

/** How much of a body is looked at to find where an INSERT's rows begin. */
const BEGINNING = 1024 * 1024

/**
 * Reads a whole body. Rows go to `file`, so that they need no memory and nothing is inserted before the last byte
 * has come; the caller removes that file when he is given it. Throws ClickHouseException, or the connection's error when it breaks.
 */
export async function readRequestBody(
  request: IncomingMessage,
  query: string,
  file: string,
  limits: BodyLimits,
): Promise<RequestBody> {
  const type = request.headers['content-type'] ?? ''
  const bytes = decoded(request)[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const prefix = Buffer.from(query === '' ? '' : `${query}\n`)
  if (type.startsWith('multipart/form-data')) {
    return readForm(await rest(bytes, [], limits.maxStatement), type, query)
  }
  const beginning = await take(bytes, [prefix], BEGINNING)
  const insert = readInsert(beginning.bytes)
  if (!insert) {
    const whole = beginning.ended
      ? beginning.bytes
      : await rest(bytes, [beginning.bytes], limits.maxStatement)
    if (whole.length > limits.maxStatement) throw tooLarge(limits.maxStatement)
    return { kind: 'statement', sql: whole.toString('utf8'), fields: new Map() }
  }
  if (limits.refuseRows) throw limits.refuseRows()
  const rows = beginning.bytes.subarray(insert.dataStart)
  try {
    await spool(file, rows, beginning.ended ? undefined : bytes)
    return { kind: 'rows', insert, file }
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

async function spool(file: string, first: Buffer, more: AsyncIterator<Buffer> | undefined): Promise<void> {
  if (!more) return writeFile(file, first, { mode: 0o600 })
  async function* all(): AsyncGenerator<Buffer> {
    for (let chunk: Buffer | undefined = first; chunk; chunk = await nextChunk(more)) yield chunk
  }
  await pipeline(all, createWriteStream(file, { mode: 0o600 }))
}

async function take(bytes: AsyncIterator<Buffer>, chunks: Buffer[], enough: number) {
  let length = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  while (length < enough) {
    const chunk = await nextChunk(bytes)
    if (!chunk) return { bytes: Buffer.concat(chunks), ended: true }
    chunks.push(chunk)
    length += chunk.length
  }
  return { bytes: Buffer.concat(chunks), ended: false }
}

async function rest(bytes: AsyncIterator<Buffer>, chunks: Buffer[], max: number): Promise<Buffer> {
  const all = await take(bytes, chunks, max + 1)
  if (!all.ended) throw tooLarge(max)
  return all.bytes
}

async function nextChunk(bytes: AsyncIterator<Buffer> | undefined): Promise<Buffer | undefined> {
  const next = await bytes?.next()
  return next && !next.done ? next.value : undefined
}

function tooLarge(max: number) {
  return raise(229, `The statement is longer than ${max} bytes`)
}

async function readForm(body: Buffer, type: string, query: string): Promise<RequestBody> {
  const form = await new Response(body, { headers: { 'content-type': type } }).formData().catch((cause) => {
    throw raise(36, 'The multipart body cannot be read', { cause })
  })
  const fields = new Map<string, string>()
  let sql = query
  for (const [name, value] of form) {
    if (typeof value !== 'string') {
      throw raise(
        48,
        `External data (${name}) is not supported by the embedded server; insert it into a table`,
      )
    }
    if (name === 'query') sql = sql === '' ? value : `${sql}\n${value}`
    else fields.set(name, value)
  }
  return { kind: 'statement', sql, fields }
}

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

function decoded(request: IncomingMessage): AsyncIterable<unknown> {
  const encoding = (request.headers['content-encoding'] ?? '').trim().toLowerCase()
  if (encoding === '' || encoding === 'identity') return request
  const decoder = DECODERS[encoding]?.()
  if (!decoder) throw raise(89, `Unknown Content-Encoding '${encoding}'`)
  // The decoder is destroyed with the error, and who reads it gets that error.
  pipe(request, decoder, () => undefined)
  return decompressing(decoder, request, encoding)
}

async function* decompressing(decoder: AsyncIterable<unknown>, request: IncomingMessage, encoding: string) {
  try {
    yield* decoder
  } catch (cause) {
    if (request.destroyed && !request.complete) throw cause
    throw raise(271, `Cannot decompress the body as ${encoding}`, { cause })
  }
}
