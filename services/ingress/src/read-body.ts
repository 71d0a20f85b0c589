import type { IncomingMessage } from 'node:http'
import type { Readable, Transform } from 'node:stream'
import { createGunzip, createInflate } from 'node:zlib'
import { BudgetExhaustedError, type BudgetShare, type ByteBudget } from './byte-budget.ts'
import { createByteSink } from './byte-sink.ts'
import { DeliveryRefusedError, UploadAbortedError } from './refusal.ts'

export interface BodyLimits {
  /** After decoding. */
  readonly maxBytes: number
  /** Bodies above this are admitted by the byte budget. */
  readonly largeBytes: number
  /** Between two pieces. */
  readonly idleMs: number
  /** From the first look to the last byte of a small body, and of a large one once it is admitted. */
  readonly smallMs: number
  readonly largeMs: number
}

/** A body's bytes, decoded. Disposing of it gives its share of the byte budget back: not before it is stored. */
export interface ReceivedBody extends Disposable {
  readonly bytes: Buffer
}

/**
 * Reads a request's body, undoing `Content-Encoding: gzip` or `deflate`.
 * Throws DeliveryRefusedError (content_encoding_unsupported, body_too_large, body_too_slow, body_malformed, overloaded)
 * with the connection still open for the answer, or UploadAbortedError when the client has gone.
 */
export async function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  budget: ByteBudget,
): Promise<ReceivedBody> {
  const decoder = createDecoder(request.headers['content-encoding'])
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > limits.maxBytes) throw tooLarge(limits)
  const holder = createShareHolder(request, budget)
  try {
    if (decoder === null && declared > limits.largeBytes) await holder.acquire(declared)
    const bytes = await collect(request, decoder, limits, holder)
    return { bytes, [Symbol.dispose]: () => holder.release() }
  } catch (error) {
    holder.release()
    // Node drains what was never looked at; what we began to read we must drain, or the answer is never seen.
    request.resume()
    throw error
  }
}

function createDecoder(encoding = 'identity'): Transform | null {
  switch (encoding.trim().toLowerCase()) {
    case 'identity':
      return null
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    default:
      throw new DeliveryRefusedError(
        'content_encoding_unsupported',
        'a Content-Encoding is gzip, deflate or identity, and only one',
      )
  }
}

interface ShareHolder {
  /** What is held; 0 before the body counts as large. */
  readonly bytes: number
  acquire(bytes: number): Promise<void>
  release(): void
}

function createShareHolder(request: IncomingMessage, budget: ByteBudget): ShareHolder {
  let share: BudgetShare | null = null
  return {
    get bytes() {
      return share?.bytes ?? 0
    },
    async acquire(bytes) {
      const gone = new AbortController()
      const onClose = () => gone.abort(aborted())
      request.once('close', onClose)
      try {
        share = await budget.acquire(bytes, gone.signal)
      } catch (error) {
        throw error instanceof BudgetExhaustedError ? overloaded(error) : error
      } finally {
        request.off('close', onClose)
      }
    },
    release: () => share?.[Symbol.dispose](),
  }
}

/** Listens to events, for leaving an async iterator early would close the connection before the answer. */
function collect(
  request: IncomingMessage,
  decoder: Transform | null,
  limits: BodyLimits,
  holder: ShareHolder,
): Promise<Buffer> {
  const source: Readable = decoder ?? request
  const sink = createByteSink(holder.bytes)
  return new Promise<Buffer>((resolve, reject) => {
    let open = true
    const clock = createClock(limits, () => settle(() => reject(tooSlow())))
    const settle = (how: () => void) => {
      if (!open) return
      open = false
      clock.stop()
      if (decoder) {
        request.unpipe(decoder)
        decoder.destroy()
      }
      how()
    }
    const fail = (error: unknown) => settle(() => reject(error))
    const becomeLarge = async () => {
      source.pause()
      clock.stop()
      await holder.acquire(limits.maxBytes)
      sink.reserve(limits.maxBytes)
      clock.start(limits.largeMs)
      source.resume()
    }
    const onData = (chunk: Buffer) => {
      if (!open) return
      if (sink.length + chunk.length > limits.maxBytes) return fail(tooLarge(limits))
      sink.write(chunk)
      clock.tick()
      if (holder.bytes === 0 && sink.length > limits.largeBytes) becomeLarge().catch(fail)
    }
    const onGone = () => {
      if (!request.complete) fail(aborted())
    }
    clock.start(holder.bytes > 0 ? limits.largeMs : limits.smallMs)
    request.on('close', onGone).on('error', onGone)
    source.on('data', onData).on('end', () => settle(() => resolve(sink.take())))
    if (decoder) request.pipe(decoder).on('error', (cause) => fail(undecodable(cause)))
  })
}

interface UploadClock {
  start(totalMs: number): void
  /** Something arrived. */
  tick(): void
  stop(): void
}

/** Calls back once, when nothing arrived for the idle time or the total has passed. */
function createClock({ idleMs }: BodyLimits, onLate: () => void): UploadClock {
  let timer: NodeJS.Timeout | undefined
  let deadline = 0
  return {
    start(totalMs) {
      deadline = performance.now() + totalMs
      timer = setTimeout(onLate, Math.min(idleMs, totalMs))
    },
    tick() {
      if (performance.now() > deadline) onLate()
      else timer?.refresh()
    },
    stop: () => clearTimeout(timer),
  }
}

const aborted = () => new UploadAbortedError('the client went away before its body was complete')

const tooSlow = () => new DeliveryRefusedError('body_too_slow', 'the body did not arrive in time')

const tooLarge = ({ maxBytes }: BodyLimits) =>
  new DeliveryRefusedError(
    'body_too_large',
    `a body has at most ${maxBytes} bytes; GitHub sends no larger ones`,
  )

const undecodable = (cause: Error) =>
  new DeliveryRefusedError('body_malformed', 'the body is not what its Content-Encoding says', { cause })

const overloaded = (cause: Error) =>
  new DeliveryRefusedError('overloaded', 'too many large bodies are arriving at once; send it again', {
    retryAfterSeconds: 5,
    cause,
  })
