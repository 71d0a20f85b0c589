import type { StoredMessage } from '@octometer/event-contracts'
import type { Logger } from '@octometer/telemetry'
import { context, trace } from '@opentelemetry/api'
import { type MessageEnd, messageRejected, writeFailed } from './events.ts'
import { type FindDeadLetter, operatorWork } from './operator-commands.ts'
import { persist } from './persist.ts'
import { type ProjectedMessage, projectMessage } from './project-message.ts'
import type { Projection, ProjectionSettings } from './projection.ts'
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
  const messages = [...sources.map((source) => projectMessage(projection, settings, source)), ...retries]
  await options.reached?.('projected')
  if (work.dismissed.length > 0) await dismiss(options, work.dismissed, stop)
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
