import { StorageType, type StreamConfig } from '@nats-io/jetstream'
import { errors, type Msg } from '@nats-io/transport-node'
import { z } from 'zod'
import { type Connection, connectionOf, type EventLog } from './connection.ts'
import { LogRefusedError, LogUnavailableError } from './errors.ts'
import { asLogError } from './jetstream-errors.ts'
import { streamInfo } from './streams.ts'

/** What a stream was when its snapshot was taken, as the server gives it and takes it back. */
export interface StreamImage {
  readonly config: Readonly<Record<string, unknown>>
  readonly state: Readonly<Record<string, unknown>>
}

/** The server gives up on who is silent for longer. */
const SILENCE_MS = 30_000
const CHUNK_BYTES = 128 * 1024
/** Chunks that are on their way to the server before its answers are waited for. */
const CHUNKS_AHEAD = 16

const apiError = z.object({
  error: z.object({ code: z.number(), err_code: z.number().optional(), description: z.string().optional() }),
})
const imageSchema = z.object({
  config: z.record(z.string(), z.unknown()),
  state: z.record(z.string(), z.unknown()),
})
const targetSchema = z.object({ deliver_subject: z.string() })

/**
 * Takes a stream as one file of nats-server's own: messages with their sequences, times and headers, without its consumers.
 * Appends go on meanwhile; what is in it is what was there at the beginning. Throws LogUnavailableError or LogRefusedError.
 */
export async function snapshotStream(
  log: EventLog,
  stream: string,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<StreamImage> {
  const connection = connectionOf(log)
  const inbox = connection.newInbox()
  const chunks = connection.nats.subscribe(inbox)
  try {
    const asked = { deliver_subject: inbox, no_consumers: true, chunk_size: CHUNK_BYTES }
    const image = await askServer(connection, `STREAM.SNAPSHOT.${stream}`, asked, imageSchema, stream)
    const silence = watchSilence(() => chunks.unsubscribe())
    for await (const chunk of chunks) {
      silence.heard()
      if (chunk.data.length === 0) {
        silence.end()
        refuseBrokenEnd(chunk, stream)
        return image
      }
      await write(chunk.data)
      chunk.respond()
    }
    throw new LogUnavailableError(`the snapshot of stream ${stream} stopped halfway: take it again`)
  } finally {
    chunks.unsubscribe()
  }
}

function watchSilence(give: () => void) {
  let timer = setTimeout(give, SILENCE_MS)
  return {
    heard() {
      clearTimeout(timer)
      timer = setTimeout(give, SILENCE_MS)
    },
    end: () => clearTimeout(timer),
  }
}

/** The last chunk is empty; only its status tells whether everything came before it. */
function refuseBrokenEnd({ headers }: Msg, stream: string): void {
  if (headers === undefined || headers.code === 0 || headers.code === 204) return
  throw new LogUnavailableError(
    `the snapshot of stream ${stream} broke off: ${headers.code} ${headers.description}`,
  )
}

/** Makes the stream that a snapshot was taken of. It must not exist. Throws LogUnavailableError or LogRefusedError. */
export async function restoreStream(
  log: EventLog,
  image: StreamImage,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const connection = connectionOf(log)
  const stream = nameOf(image)
  const body = { config: settingsFor(connection, image), state: image.state }
  const { deliver_subject: target } = await askServer(
    connection,
    `STREAM.RESTORE.${stream}`,
    body,
    targetSchema,
    stream,
  )
  const ahead: Promise<Msg>[] = []
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += CHUNK_BYTES) {
      ahead.push(send(connection, target, chunk.subarray(at, at + CHUNK_BYTES), stream))
      if (ahead.length >= CHUNKS_AHEAD) refuseChunk(await ahead.shift(), stream)
    }
  }
  for (const answer of ahead) refuseChunk(await answer, stream)
  parsed(await send(connection, target, new Uint8Array(), stream), z.looseObject({}), stream)
}

export function nameOf({ config }: StreamImage): string {
  return z.string().parse(config.name)
}

/** A server that is alone holds no replicas of a stream that a cluster had. */
function settingsFor({ nats }: Connection, { config }: StreamImage): Readonly<Record<string, unknown>> {
  const alone = nats.info?.cluster === undefined
  const { placement: _, ...settings } = config
  return { ...settings, storage: StorageType.File, ...(alone ? { num_replicas: 1 } : {}) }
}

async function send({ nats }: Connection, subject: string, chunk: Uint8Array, stream: string): Promise<Msg> {
  try {
    return await nats.request(subject, chunk, { timeout: SILENCE_MS * 4 })
  } catch (cause) {
    throw asLogError(cause, `restoring stream ${stream}`)
  }
}

/** An accepted chunk is answered with nothing. */
function refuseChunk(answer: Msg | undefined, stream: string): void {
  if (answer !== undefined && answer.data.length > 0) parsed(answer, z.looseObject({}), stream)
}

async function askServer<T extends z.ZodType>(
  { nats }: Connection,
  what: string,
  body: object,
  schema: T,
  stream: string,
): Promise<z.output<T>> {
  try {
    const answer = await nats.request(`$JS.API.${what}`, JSON.stringify(body), { timeout: SILENCE_MS })
    return parsed(answer, schema, stream)
  } catch (cause) {
    if (cause instanceof LogRefusedError) throw cause
    const mayNot = cause instanceof errors.PermissionViolationError
    if (mayNot) throw new LogRefusedError(`this user of NATS may not do $JS.API.${what}`, { cause })
    throw asLogError(cause, `stream ${stream}`)
  }
}

function parsed<T extends z.ZodType>(answer: Msg, schema: T, stream: string): z.output<T> {
  const body: unknown = JSON.parse(answer.string())
  const refused = apiError.safeParse(body)
  if (!refused.success) return schema.parse(body)
  const { code, err_code, description } = refused.data.error
  throw new LogRefusedError(`NATS refuses stream ${stream}: ${description ?? code} (${err_code ?? code})`)
}

/** Removes a stream with all that is in it; without effect when there is none. */
export async function removeStream(log: EventLog, stream: string): Promise<void> {
  if ((await streamInfo(log, stream)) === null) return
  try {
    await connectionOf(log).manager.streams.delete(stream)
  } catch (cause) {
    throw asLogError(cause, `removing stream ${stream}`)
  }
}

/** Makes a stream anew, as it was but for its messages: the first one appended gets the sequence after `last`. */
export async function renewStream(log: EventLog, image: StreamImage, last: number): Promise<void> {
  const connection = connectionOf(log)
  const settings = settingsFor(connection, image) as Partial<StreamConfig>
  try {
    await connection.manager.streams.add({ ...settings, name: nameOf(image), first_seq: last + 1 })
  } catch (cause) {
    throw asLogError(cause, `stream ${nameOf(image)}`)
  }
}
