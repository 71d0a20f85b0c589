import { randomUUID } from 'node:crypto'
import type { LogReader } from '@octometer/event-log'
import {
  generationOf,
  type Projector,
  type RebuildReport,
  startProjector,
} from '@octometer/projector-runtime'
import { liveGeneration, markGeneration } from '@octometer/read-store'
import { buildGeneration } from './build-generation.ts'
import {
  firstGeneration,
  type ProjectionContext,
  projectorOptions,
  readerOf,
  tablesOf,
} from './projection-context.ts'

/** A projection that is being kept up to date. */
export interface RunningProjection extends AsyncDisposable {
  readonly name: string
  generation(): string | null
  lag(): Promise<number>
  caughtUp(): Promise<void>
  /** Fills a new generation of the same code beside the live one, and goes on with it. */
  rebuild(): Promise<RebuildReport>
}

interface Live extends AsyncDisposable {
  readonly generation: string | null
  readonly projector: Projector
}

/**
 * Goes on with the live generation that this code fills; builds one when there is none, or when the code or a
 * setting is another.
 */
export async function runProjection(context: ProjectionContext): Promise<RunningProjection> {
  const stopping = new AbortController()
  let live = await startLive(context, await chooseGeneration(context, stopping.signal))
  return {
    name: context.projection.name,
    generation: () => live.generation,
    lag: () => live.projector.lag(),
    caughtUp: () => live.projector.caughtUp(),
    rebuild: async () => {
      const retired = live
      if (retired.generation === null)
        throw new ArchiveRebuildError('the archive is where rebuilds read from: it is never rebuilt itself')
      const generation = generationOf(context.code, randomUUID())
      const report = await buildGeneration(context, generation, stopping.signal)
      live = await startLive(context, generation)
      await retire(context, retired, retired.generation)
      return report
    },
    [Symbol.asyncDispose]: async () => {
      stopping.abort()
      await live[Symbol.asyncDispose]()
    },
  }
}

export class ArchiveRebuildError extends Error {
  override readonly name = 'ArchiveRebuildError'
  readonly code = 'archive_not_rebuildable'
  readonly retryable = false
}

async function chooseGeneration(context: ProjectionContext, stop: AbortSignal): Promise<string | null> {
  if (!context.projection.generational) return null
  const live = await liveGeneration(context.store, context.projection.name)
  if (live?.code === context.code) return live.generation
  const generation = firstGeneration(context)
  await buildGeneration(context, generation, stop)
  return generation
}

async function startLive(context: ProjectionContext, generation: string | null): Promise<Live> {
  const reader: LogReader = await readerOf(context, generation)
  const projector = startProjector(
    projectorOptions(context, generation, reader, tablesOf(context, generation)),
  )
  return {
    generation,
    projector,
    [Symbol.asyncDispose]: async () => {
      await projector[Symbol.asyncDispose]()
      await reader[Symbol.asyncDispose]()
    },
  }
}

// The consumer goes first, so that the trimmer no longer waits for it. The tables stay until the next start: a query
// that began before the views were replaced may still be reading them.
async function retire(context: ProjectionContext, live: Live, generation: string): Promise<void> {
  await live[Symbol.asyncDispose]()
  const reader = await readerOf(context, generation)
  await reader.remove()
  await markGeneration(
    context.store,
    { projection: context.projection.name, generation, code: context.code },
    'retired',
    context.now(),
  )
}
