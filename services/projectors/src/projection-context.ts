import { type EventLog, type LogReader, openReader, streamNames } from '@octometer/event-log'
import {
  codeOf,
  consumerOf,
  generationOf,
  type Projection,
  type ProjectionSettings,
  type ProjectorOptions,
} from '@octometer/projector-runtime'
import {
  type GenerationStore,
  openGeneration,
  openJournal,
  type ReadModel,
  readModelOf,
  type Store,
} from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'

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

/** The generation that this code fills first, before any rebuild was asked for. */
export function firstGeneration({ code }: ProjectionContext): string {
  return generationOf(code, '')
}

/** Null for the archive's tables, which have no generations. */
export function tablesOf(context: ProjectionContext, generation: string | null): GenerationStore {
  return openGeneration(context.store, context.model, generation, { timezone: context.settings.timezone })
}

export function readerOf(
  { log, projection }: ProjectionContext,
  generation: string | null,
): Promise<LogReader> {
  const stream = projection.stream === 'EVENTS' ? streamNames.events : streamNames.apiCalls
  return openReader(log, { stream, consumer: consumerOf(projection, generation) })
}

export function projectorOptions(
  context: ProjectionContext,
  generation: string | null,
  source: LogReader,
  tables: GenerationStore,
): ProjectorOptions {
  const { projection, settings, store, logger, batchMessages, paceMs, reached } = context
  return {
    projection,
    settings,
    generation: generation ?? '',
    source,
    tables,
    journal: openJournal(store),
    logger,
    ...(batchMessages === undefined ? {} : { batchMessages }),
    ...(paceMs === undefined ? {} : { paceMs }),
    ...(reached === undefined ? {} : { reached }),
  }
}
