import { pause } from '@octometer/telemetry'
import { batchProjected, declareSeries, readFailed } from './events.ts'
import { ProjectorStoppedError } from './persist.ts'
import { type BatchOptions, projectAndWrite } from './project-batch.ts'
import type { MessageBatch, MessageSource } from './stores.ts'

export interface ProjectorOptions extends BatchOptions {
  readonly source: MessageSource
  /** Messages per batch at most; default 2,000. */
  readonly batchMessages?: number
  /** Bytes of a batch's messages as the log keeps them, compressed; default 8 MiB. */
  readonly batchBytes?: number
  /** Small batches are not begun more often than this: each insert is a part on disk. Default 150 ms. */
  readonly paceMs?: number
}

export interface Projector extends AsyncDisposable {
  readonly projection: string
  readonly generation: string
  /** Messages that are not projected yet. */
  lag(): Promise<number>
  /** Resolves when every message now in the log has been projected and acknowledged. */
  caughtUp(): Promise<void>
}

const MIB = 1024 * 1024
const KEEP_ALIVE_MS = 10_000

/**
 * Starts the loop: read a batch, project, insert, journal, recount, acknowledge. Acknowledgement comes last. While there is
 * a backlog, a batch is projected while the one before it is being written: two batches may be under way, as with two
 * replicas.
 */
export function startProjector(options: ProjectorOptions): Projector {
  const { projection, generation, source, logger } = options
  const stopping = new AbortController()
  declareSeries(projection)
  const loop = run(options, stopping.signal)
  const lag = async () => {
    const { pending, unacknowledged } = await source.progress()
    return pending + unacknowledged
  }
  return {
    projection: projection.name,
    generation,
    lag,
    caughtUp: async () => {
      while (!stopping.signal.aborted && (await lag()) > 0) await pause(25, stopping.signal)
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort()
      await loop
      logger.debug({ projection: projection.name }, 'projector stopped')
    },
  }
}

async function run(options: ProjectorOptions, stop: AbortSignal): Promise<void> {
  const maxMessages = options.batchMessages ?? 2000
  const limits = { maxMessages, maxBytes: options.batchBytes ?? 8 * MIB, maxWaitMs: 500 }
  let before: Promise<void> = Promise.resolve()
  while (!stop.aborted) {
    const began = performance.now()
    try {
      const batch = await options.source.nextBatch(limits)
      const batchDone = batch.messages.length > 0 ? processBatch(options, batch, stop) : before
      await before
      before = batchDone
      if (batch.more) continue
      await batchDone
      await pause((options.paceMs ?? 150) - (performance.now() - began), stop)
    } catch (error) {
      readFailed(options.logger, options.projection.name, error)
      await pause(1000, stop)
    }
  }
  await before
}

/** Never rejects: what could not be written is delivered again. */
async function processBatch(
  options: ProjectorOptions,
  batch: MessageBatch,
  stop: AbortSignal,
): Promise<void> {
  const began = performance.now()
  const alive = setInterval(() => batch.keepAlive(), KEEP_ALIVE_MS)
  try {
    const ends = await projectAndWrite(options, batch.messages, stop)
    await batch.acknowledge()
    await options.reached?.('acknowledged')
    batchProjected(options.logger, options.projection.name, ends, (performance.now() - began) / 1000)
  } catch (error) {
    await giveBack(options, batch)
    if (error instanceof ProjectorStoppedError) return
    readFailed(options.logger, options.projection.name, error)
    await pause(1000, stop)
  } finally {
    clearInterval(alive)
  }
}

// The log redelivers what nobody acknowledged anyway; giving it back only makes that quicker.
async function giveBack(options: ProjectorOptions, batch: MessageBatch): Promise<void> {
  try {
    await batch.release()
  } catch (error) {
    readFailed(options.logger, options.projection.name, error)
  }
}
