import { setImmediate as nextTurn } from 'node:timers/promises'
import { header, type StoredMessage } from '@octometer/event-contracts'
import type { Logger } from '@octometer/telemetry'
import { context, trace } from '@opentelemetry/api'
import { deliveriesWritten, type MessageEnd, messageRejected, writeFailed } from './events.ts'
import { type FindDeadLetter, operatorWork } from './operator-commands.ts'
import { persist } from './persist.ts'
import { type ProjectedMessage, projectMessage } from './project-message.ts'
import type { Projection, ProjectionSettings } from './projection.ts'
import type { DecodeMessage } from './shared-decoder.ts'
import { startBatchSpans } from './spans.ts'
import type { Journal, ProjectionTables } from './stores.ts'
import { type BatchWriter, dismissedLetter, type Step, writeBatch } from './write-batch.ts'

export interface BatchOptions {
  readonly projection: Projection
  readonly settings: ProjectionSettings
  /** Empty for the archive, which has no generations. */
  readonly generation: string
  readonly tables: ProjectionTables
  readonly journal: Journal
  readonly logger: Logger
  /** Finds what a retry asks for. Without it, retries are left to the projectors that have one. */
  readonly findDeadLetter?: FindDeadLetter
  /**
   * What a rebuild finds when it begins: all of it is recounted at its end instead of batch by batch, and what is not
   * new gets no spans, for its traces are over. Default: nothing.
   */
  readonly isBacklog?: (message: StoredMessage) => boolean
  /** Opens what is no backlog; by itself unless given. */
  readonly decode?: DecodeMessage
  /** Called after each step of a batch: tests stop the world here. */
  readonly reached?: (step: Step) => Promise<void>
}

/** Projects messages and makes their rows durable, without acknowledging. Gives how each ended. */
export async function projectAndWrite(
  options: BatchOptions,
  sources: readonly StoredMessage[],
  stop: AbortSignal,
): Promise<readonly MessageEnd[]> {
  const { projection, settings } = options
  await options.reached?.('read')
  const work = await operatorWork(projection.name, sources, options.findDeadLetter ?? nothingFound)
  const retries = [...work.retried].map(([retryOf, source]) => ({
    ...projectMessage(projection, settings, source),
    retryOf,
  }))
  const messages = [...(await projectAll(options, sources)), ...retries]
  await options.reached?.('projected')
  if (work.dismissed.length > 0) await dismiss(options, work.dismissed, stop)
  const handled = messages.filter(({ outcome }) => outcome !== null)
  if (handled.length === 0) return messages.map(() => 'unhandled')
  const writer = writerOf(options, stop)
  const spans = startBatchSpans(
    projection,
    handled.filter((message) => !writer.isBacklog(message) || isNew(message)),
  )
  try {
    const write = () => writeBatch(writer, handled)
    const outcomes = await context.with(trace.setSpan(context.active(), spans.insert), write)
    spans.end()
    const written = handled.flatMap((message, index) => {
      const outcome = outcomes[index]
      return outcome === undefined ? [] : [{ message, outcome }]
    })
    deliveriesWritten(projection, written, writer.now())
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

const TRACE_MS = 10 * 60_000

function isNew({ source }: ProjectedMessage): boolean {
  return Date.now() - Date.parse(source.header(header.receivedAt) ?? '') < TRACE_MS
}

/** So many messages are projected in one go: in between, the answers to the writes of the batch before are heard. */
const AT_ONCE = 100

async function projectAll(
  { projection, settings, isBacklog, decode }: BatchOptions,
  sources: readonly StoredMessage[],
): Promise<readonly ProjectedMessage[]> {
  const messages: ProjectedMessage[] = []
  for (const source of sources) {
    const opened = isBacklog?.(source) ? undefined : decode
    messages.push(projectMessage(projection, settings, source, opened))
    if (messages.length % AT_ONCE === 0) await nextTurn()
  }
  return messages
}

async function nothingFound(): Promise<null> {
  return null
}

async function dismiss(options: BatchOptions, ids: readonly string[], stop: AbortSignal): Promise<void> {
  const writer = writerOf(options, stop)
  const letters = ids.map((id) => dismissedLetter(options.projection.name, id, writer.now()))
  await writer.persist('journal', () => options.journal.writeDeadLetters(letters))
}

function idAt(messages: readonly ProjectedMessage[], index: number): string {
  return messages[index]?.id ?? ''
}

function writerOf(options: BatchOptions, stop: AbortSignal): BatchWriter {
  const { projection, generation, tables, journal, logger, isBacklog } = options
  return {
    projection: projection.name,
    generation,
    tables,
    journal,
    // Who asks for a retry now, waits for it now.
    isBacklog: ({ source, retryOf }) => retryOf === undefined && isBacklog?.(source) === true,
    persist: (what, write) =>
      persist(write, stop, (attempt, error) => writeFailed(logger, projection.name, what, attempt, error)),
    reached: async (step) => options.reached?.(step),
    now: () => new Date(),
  }
}
