import { randomUUID } from 'node:crypto'
import { ConsumerMissingError, type LogReader } from '@octometer/event-log'
import {
  generationOf,
  type Projector,
  type RebuildReport,
  startProjector,
} from '@octometer/projector-runtime'
import {
  fillDeliveryCounts,
  listGenerations,
  liveAmong,
  liveGeneration,
  markGeneration,
} from '@octometer/read-store'
import { type AuditReport, auditDay } from './audit.ts'
import { buildGeneration } from './build-generation.ts'
import { acceptErasure, withErasures } from './erasure/accept-erasure.ts'
import { forgetLostTables } from './lost-tables.ts'
import { dropOldGenerations, unusedGeneration } from './old-generations.ts'
import { type ProjectionContext, projectorOptions, readerOf, tablesOf } from './projection-context.ts'
import { replayDeliveries, withReplays } from './replay.ts'

/** A projection that is being kept up to date. */
export interface RunningProjection extends AsyncDisposable {
  readonly name: string
  generation(): string | null
  lag(): Promise<number>
  caughtUp(): Promise<void>
  /** Fills a new generation of the same code beside the live one, and goes on with it. */
  rebuild(): Promise<RebuildReport>
  /** Drops generations that were left behind so long ago. */
  dropOld(graceMs: number): Promise<void>
  /** Recounts a day of receipts (UTC, `2026-01-05`) from the archive; null for what the archive does not hold. */
  audit(day: string): Promise<AuditReport | null>
}

interface Live extends AsyncDisposable {
  readonly generation: string | null
  readonly projector: Projector
}

/** How often a replica looks whether another has put a new generation in the live one's place. */
export const FOLLOW_EVERY_MS = 2000

/**
 * Goes on with the live generation that this code fills; builds one when there is none, or when the code or a
 * setting is another. When another replica has rebuilt, it goes on with what that one built.
 */
export async function runProjection(context: ProjectionContext): Promise<RunningProjection> {
  const stopping = new AbortController()
  const turns = createTurns()
  let live = await startLive(context, await chooseGeneration(context, stopping.signal))
  const switchTo = async (generation: string) => {
    if (live.generation === generation) return
    const before = live
    live = await startLive(context, generation)
    await before[Symbol.asyncDispose]()
  }
  const follow = () =>
    turns(async () => {
      const newest = await liveGeneration(context.store, context.projection.name)
      if (live.generation !== null && newest?.code === context.code) await switchTo(newest.generation)
    })
  const { generations = () => listGenerations(context.store) } = context
  await dropOldGenerations(context)
  const following = followRegularly(context, async () => {
    // What others found may be older than our own switch: it only tells that a look is worth its query.
    const seen = liveAmong(await generations(), context.projection.name)
    if (seen !== null && seen.generation !== live.generation) await follow()
  })
  return {
    name: context.projection.name,
    generation: () => live.generation,
    lag: () => live.projector.lag(),
    caughtUp: () => caughtUp(() => live, follow),
    rebuild: () => turns(() => rebuildInto(context, live.generation, switchTo, stopping.signal)),
    dropOld: (graceMs) => turns(() => dropOldGenerations(context, graceMs)),
    audit: async (day) => {
      if (context.projection.stream !== 'EVENTS' || live.generation === null) return null
      return auditDay(context, live.generation, day)
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(following)
      stopping.abort()
      await turns(async () => live[Symbol.asyncDispose]())
    },
  }
}

async function rebuildInto(
  context: ProjectionContext,
  retired: string | null,
  switchTo: (generation: string) => Promise<void>,
  stop: AbortSignal,
): Promise<RebuildReport> {
  if (retired === null)
    throw new ArchiveRebuildError('rebuilds read from the archive: it is never rebuilt itself')
  const generation = generationOf(context.code, randomUUID())
  const report = await buildGeneration(context, generation, stop)
  await switchTo(generation)
  await retire(context, retired)
  return report
}

/** Runs tasks one after the other: a switch of generations is never interrupted by another. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(task: () => Promise<T>): Promise<T> => {
    const turn = last.then(task)
    // Who asked for a task hears of its failure; the next one's turn comes all the same.
    last = turn.catch(() => undefined)
    return turn
  }
}

function followRegularly(
  { logger, projection }: ProjectionContext,
  follow: () => Promise<void>,
): NodeJS.Timeout {
  const timer = setInterval(() => {
    follow().catch((err: unknown) => {
      logger.warn({ err, projection: projection.name }, 'cannot see which generation is live: looking again')
    })
  }, FOLLOW_EVERY_MS)
  return timer.unref()
}

/** A consumer that is gone belongs to a generation that another replica has retired. */
async function caughtUp(live: () => Live, follow: () => Promise<void>): Promise<void> {
  for (;;) {
    const { projector } = live()
    try {
      await projector.caughtUp()
      if (live().projector === projector) return
    } catch (error) {
      if (!(error instanceof ConsumerMissingError)) throw error
      await follow()
    }
  }
}

class ArchiveRebuildError extends Error {
  override readonly name = 'ArchiveRebuildError'
  readonly code = 'archive_not_rebuildable'
  readonly retryable = false
}

async function chooseGeneration(context: ProjectionContext, stop: AbortSignal): Promise<string | null> {
  if (!context.projection.generational) {
    await forgetLostTables(context, null)
    await countArchive(context)
    return null
  }
  const live = await liveGeneration(context.store, context.projection.name)
  if (live?.code === context.code) return live.generation
  const generation = await unusedGeneration(context)
  await buildGeneration(context, generation, stop)
  return generation
}

/** What stood in the archive before it was counted is counted before anything is added to it. */
async function countArchive({ store, logger }: ProjectionContext): Promise<void> {
  const began = performance.now()
  if (await fillDeliveryCounts(store)) {
    const seconds = (performance.now() - began) / 1000
    logger.info({ seconds }, 'the archive is counted')
  }
}

async function startLive(context: ProjectionContext, generation: string | null): Promise<Live> {
  const reader: LogReader = await readerOf(context, generation)
  const options = projectorOptions(context, generation, reader, tablesOf(context, generation))
  const stopping = new AbortController()
  // The archive is what replays are read from, and what somebody is erased from first.
  const source =
    generation === null
      ? withErasures(reader, (command, sequence) => acceptErasure(context, command, sequence))
      : withReplays(reader, (command) => replayDeliveries(context, options, command, stopping.signal))
  const projector = startProjector({ ...options, source })
  return {
    generation,
    projector,
    [Symbol.asyncDispose]: async () => {
      stopping.abort()
      await projector[Symbol.asyncDispose]()
      await reader[Symbol.asyncDispose]()
    },
  }
}

// The consumer goes, so that the trimmer no longer waits for it. The tables stay for a grace: a query that began
// before the views were replaced may still be reading them.
async function retire(context: ProjectionContext, generation: string): Promise<void> {
  await using reader = await readerOf(context, generation)
  await reader.remove()
  const name = { projection: context.projection.name, generation, code: context.code }
  await markGeneration(context.store, name, 'retired', context.now())
}
