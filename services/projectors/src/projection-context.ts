import { header, type StoredMessage } from '@octometer/event-contracts'
import { type EventLog, type LogReader, openReader, readOne } from '@octometer/event-log'
import {
  codeOf,
  consumerOf,
  type DecodeMessage,
  type Journal,
  type Projection,
  type ProjectionSettings,
  type ProjectorOptions,
} from '@octometer/projector-runtime'
import {
  archivedDelivery,
  findDeadLetter,
  type GenerationStore,
  openGeneration,
  openJournal,
  type ReadModel,
  readModelOf,
  type Store,
} from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'
import { archivedMessage } from './archived-message.ts'
import type { ListGenerations } from './shared-generations.ts'

/** What every projection of a service shares. */
export interface ProjectorsDependencies {
  readonly log: EventLog
  readonly store: Store
  readonly logger: Logger
  readonly settings: ProjectionSettings
  readonly now: () => Date
  readonly batchMessages?: number
  readonly paceMs?: number
  readonly reached?: ProjectorOptions['reached']
  readonly decode?: DecodeMessage
  /** The store's own unless given. */
  readonly journal?: Journal
  /** What regular looks for a new generation go by; asked of the store unless given. */
  readonly generations?: ListGenerations
}

/** One projection with its read model and its code's name. */
export interface ProjectionContext extends ProjectorsDependencies {
  readonly projection: Projection
  readonly model: ReadModel
  readonly code: string
}

export function contextOf(dependencies: ProjectorsDependencies, projection: Projection): ProjectionContext {
  const model = readModelOf(projection.name)
  return {
    ...dependencies,
    projection,
    model,
    code: codeOf(projection, dependencies.settings, model.ddl ?? ''),
  }
}

/** Null for the archive's tables, which have no generations. */
export function tablesOf(context: ProjectionContext, generation: string | null): GenerationStore {
  return openGeneration(context.store, context.model, generation, { timezone: context.settings.timezone })
}

export function readerOf(
  { log, projection }: ProjectionContext,
  generation: string | null,
): Promise<LogReader> {
  return openReader(log, { stream: projection.stream, consumer: consumerOf(projection, generation) })
}

/** Rows of the archive hold whole payloads: many times what the log keeps of them, and more than once while they are sent. */
const ARCHIVE_BATCH_BYTES = 1024 * 1024

export function projectorOptions(
  context: ProjectionContext,
  generation: string | null,
  source: LogReader,
  tables: GenerationStore,
): ProjectorOptions {
  const { projection, settings, store, logger, batchMessages, paceMs, reached, decode } = context
  return {
    projection,
    settings,
    generation: generation ?? '',
    source,
    tables,
    journal: context.journal ?? openJournal(store),
    logger,
    ...(projection.generational ? {} : { batchBytes: ARCHIVE_BATCH_BYTES }),
    findDeadLetter: (id) => deadLetterMessage(context, id),
    ...(batchMessages === undefined ? {} : { batchMessages }),
    ...(paceMs === undefined ? {} : { paceMs }),
    ...(reached === undefined ? {} : { reached }),
    ...(decode === undefined ? {} : { decode }),
  }
}

/** The log's own bytes while it has them, else the archive's; null when neither holds the message any more. */
async function deadLetterMessage(
  { log, store, projection }: ProjectionContext,
  id: string,
): Promise<StoredMessage | null> {
  const letter = await findDeadLetter(store, id)
  if (letter === null) return null
  const message =
    letter.stream_sequence > 0 ? await readOne(log, projection.stream, letter.stream_sequence) : null
  if (message?.header(header.messageId) === letter.message_id) return message
  const archived = await archivedDelivery(store, letter.message_id)
  return archived === null ? null : archivedMessage(archived)
}
