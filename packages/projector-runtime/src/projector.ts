import type { Logger } from '@octometer/telemetry'
import { context, trace } from '@opentelemetry/api'
import {
  batchProjected,
  declareSeries,
  type MessageEnd,
  messageRejected,
  readFailed,
  writeFailed,
} from './events.ts'
import { ProjectorStoppedError, pause, persist } from './persist.ts'
import { type ProjectedMessage, projectMessage } from './project-message.ts'
import type { Projection, ProjectionSettings } from './projection.ts'
import { startBatchSpans } from './spans.ts'
import type { Journal, MessageBatch, MessageSource, ProjectionTables } from './stores.ts'
import { type BatchWriter, type Step, writeBatch } from './write-batch.ts'

export interface ProjectorOptions {
  readonly projection: Projection
  readonly settings: ProjectionSettings
  /** Empty for the archive, which has no generations. */
  readonly generation: string
  readonly source: MessageSource
  readonly tables: ProjectionTables
  readonly journal: Journal
  readonly logger: Logger
  /** Messages per batch at most; default 2,000. */
  readonly batchMessages?: number
  /** Small batches are not begun more often than this: each insert is a part on disk. Default 150 ms. */
  readonly paceMs?: number
  /** Called after each step of a batch: tests stop the world here. */
  readonly reached?: (step: Step) => Promise<void>
}

export interface Projector extends AsyncDisposable {
  readonly projection: string
  readonly generation: string
  /** Messages that are not projected yet. */
  lag(): Promise<number>
  /** Resolves when every message now in the log has been projected and acknowledged. */
  caughtUp(): Promise<void>
}

const BATCH_BYTES = 8 * 1024 * 1024
const KEEP_ALIVE_MS = 10_000

/** Starts the loop: read a batch, project, insert, journal, recount, acknowledge. Acknowledgement comes last. */
export function startProjector(options: ProjectorOptions): Projector {
  const { projection, generation, source, logger } = options
  const stopping = new AbortController()
  declareSeries(projection.name)
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
  const limits = { maxMessages, maxBytes: BATCH_BYTES, maxWaitMs: 500 }
  while (!stop.aborted) {
    const began = performance.now()
    try {
      const batch = await options.source.nextBatch(limits)
      if (batch.messages.length > 0) await processBatch(options, batch, stop)
      if (batch.messages.length < maxMessages)
        await pause((options.paceMs ?? 150) - (performance.now() - began), stop)
    } catch (error) {
      if (error instanceof ProjectorStoppedError) return
      readFailed(options.logger, options.projection.name, error)
      await pause(1000, stop)
    }
  }
}

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
    throw error
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

/** Projects messages and makes their rows durable, without acknowledging. Gives how each ended. */
export async function projectAndWrite(
  options: Omit<ProjectorOptions, 'source'>,
  sources: readonly Parameters<typeof projectMessage>[2][],
  stop: AbortSignal,
): Promise<readonly MessageEnd[]> {
  const { projection, settings } = options
  const messages = sources.map((source) => projectMessage(projection, settings, source))
  await options.reached?.('projected')
  const handled = messages.filter(({ outcome }) => outcome !== null)
  if (handled.length === 0) return messages.map(() => 'unhandled')
  const spans = startBatchSpans(projection.name, handled)
  try {
    const write = () => writeBatch(writerOf(options, stop), handled)
    const outcomes = await context.with(trace.setSpan(context.active(), spans.insert), write)
    spans.end()
    outcomes.forEach((outcome, index) => {
      if (outcome.outcome === 'rejected')
        messageRejected(options.logger, projection.name, idAt(handled, index), outcome.reason)
    })
    return [
      ...outcomes.map(({ outcome }) => outcome),
      ...messages.filter(({ outcome }) => outcome === null).map(() => 'unhandled' as const),
    ]
  } catch (error) {
    spans.end(error)
    throw error
  }
}

function idAt(messages: readonly ProjectedMessage[], index: number): string {
  return messages[index]?.id ?? ''
}

function writerOf(options: Omit<ProjectorOptions, 'source'>, stop: AbortSignal): BatchWriter {
  const { projection, generation, tables, journal, logger } = options
  return {
    projection: projection.name,
    generation,
    tables,
    journal,
    persist: (what, write) =>
      persist(write, stop, (attempt, error) => writeFailed(logger, projection.name, what, attempt, error)),
    reached: async (step) => options.reached?.(step),
    now: () => new Date(),
  }
}
