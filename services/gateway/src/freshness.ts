import type { RebuildRecord } from '@octometer/event-contracts'
import type { Freshness } from '@octometer/gateway-api'
import {
  type DeliveryHealthRow,
  deliveryHealth,
  listGenerations,
  newestDelivery,
  readModels,
  type Store,
  wholeArchiveIsCounted,
} from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'
import { cachedByName, cachedFor } from './cached.ts'
import type { GatewayLog, ProjectionProgress } from './gateway-log.ts'
import { recentCompleteness, watchedCompleteness } from './intake/recent-completeness.ts'

/** What is known of every read model, at most a second old. */
export interface ReadModelStates {
  /** Of an answer that a projection's read model gives. What cannot be known now is null. */
  freshnessOf(projection: string): Promise<Freshness>
  /** The generation that is read; null for the archive, undefined while there is none. Throws StoreError. */
  liveGeneration(projection: string): Promise<string | null | undefined>
  /** The same, asked at once: for who has just seen that it was taken away. */
  liveGenerationNow(projection: string): Promise<string | null | undefined>
  /** Null when the projection has no consumer, or the log cannot be asked. */
  progressOf(projection: string): Promise<ProjectionProgress | null>
  /** What was told of every generation that is being filled, or was; null when the log cannot be asked. */
  rebuilds(): Promise<readonly RebuildRecord[] | null>
  /** How the last hour's deliveries ended: nobody in particular may ask for it, as often as they like. Throws StoreError. */
  lastHour(): Promise<DeliveryHealthRow | undefined>
  /** Whether the archive's counts hold all of it; until then they may not be read. Throws StoreError. */
  archiveIsCounted(): Promise<boolean>
  /** Receipt of the newest delivery; null when there is none. Throws StoreError. */
  newestDelivery(): Promise<Date | null>
}

const FRESH_MS = 1000
const HOUR_MS = 3_600_000

export function readModelStates(
  store: Store,
  log: GatewayLog,
  logger: Logger,
  now: () => Date,
): ReadModelStates {
  const loadGenerations = () => listGenerations(store)
  const generations = cachedFor(FRESH_MS, loadGenerations)
  const newest = cachedFor(FRESH_MS, async () => {
    const [row] = await store.query(newestDelivery, {})
    return row?.newest == null ? null : new Date(row.newest)
  })
  const lastHour = cachedFor(FRESH_MS, async () => {
    const [row] = await store.query(deliveryHealth, { since: new Date(now().getTime() - HOUR_MS) })
    return row
  })
  const counted = cachedFor(FRESH_MS, async () => {
    const [row] = await store.query(wholeArchiveIsCounted, {})
    return row?.whole === true
  })
  // What is counted once is counted for good.
  let isCounted = false
  const unknown = unknownTo(logger)
  const liveIn = async (load: typeof loadGenerations, projection: string) => {
    if (isArchive(projection)) return null
    const live = (await load()).find((each) => each.projection === projection && each.status === 'live')
    return live?.generation
  }
  const liveGeneration = (projection: string) => liveIn(generations, projection)
  const progress = cachedByName(FRESH_MS, async (projection) => {
    const generation = await liveGeneration(projection)
    return generation === undefined ? null : log.progressOf(projection, generation)
  })
  const completeness = watchedCompleteness(async () =>
    (await liveGeneration('intake')) === undefined ? null : recentCompleteness(store, now()),
  )
  const rebuilds = cachedFor(FRESH_MS, () => log.rebuilds())
  const progressOf = (projection: string) =>
    progress(projection).catch(unknown('the progress of a projection'))
  return {
    liveGeneration,
    liveGenerationNow: (projection) => liveIn(loadGenerations, projection),
    progressOf,
    rebuilds: () => rebuilds().catch(unknown('the progress of rebuilds')),
    lastHour,
    archiveIsCounted: async () => {
      isCounted ||= await counted()
      return isCounted
    },
    newestDelivery: newest,
    async freshnessOf(projection) {
      const [newestAt, lag, complete] = await Promise.all([
        newest().catch(unknown('the newest delivery')),
        progressOf(projection),
        completeness().catch(unknown('the completeness of the intake')),
      ])
      return {
        as_of: now().toISOString(),
        newest_delivery_at: newestAt?.toISOString() ?? null,
        lag_seconds: lag?.lagSeconds ?? null,
        completeness: complete,
      }
    },
  }
}

function unknownTo(logger: Logger) {
  return (what: string) => (err: unknown) => {
    logger.debug({ err }, `${what} is unknown now`)
    return null
  }
}

/** The one read model without generations: nothing else holds its rows. */
function isArchive(projection: string): boolean {
  return readModels.some((model) => model.projection === projection && model.ddl === null)
}
