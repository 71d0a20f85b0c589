import { createPersonSearch, type PersonWords, type Rewriting } from '@octometer/event-contracts'
import {
  bucketNames,
  consumerProgress,
  type EventLog,
  purgeThrough,
  rewriteBucket,
  type StreamName,
  streamNames,
} from '@octometer/event-log'
import {
  type ErasureState,
  type GenerationState,
  listGenerations,
  liveAmong,
  openErasures,
  readModels,
  readPersonBodies,
  rewritePersonRows,
  type Store,
} from '@octometer/read-store'
import { type Logger, pause } from '@octometer/telemetry'
import { declaredConsumers } from '../operations.ts'
import { FOLLOW_EVERY_MS } from '../run-projection.ts'
import type { ProjectorsService } from '../service.ts'
import { needlesOf, rewritingOf, wordsOf } from './erasure-under-way.ts'

export interface ErasureParts {
  readonly log: EventLog
  readonly store: Store
  readonly logger: Logger
  readonly now: () => Date
  readonly service: Pick<ProjectorsService, 'projections'>
}

/** Goes on with an erasure from the phase that it was left in, up to its end. Each phase may run again: it changes nothing twice. */
export async function carryOut(parts: ErasureParts, erasure: ErasureState, stop: AbortSignal): Promise<void> {
  let state = erasure
  while (state.phase !== 'done') {
    stop.throwIfAborted()
    const { phase } = state
    state = { ...state, ...(await steps[phase](parts, state, stop)) }
    state = { ...state, version: state.version + 1, updated_at: parts.now() }
    await openErasures(parts.store).write(state)
    parts.logger.info({ erasure_id: state.erasure_id, phase: state.phase }, 'the erasure of a person goes on')
  }
}

type Step = (parts: ErasureParts, state: ErasureState, stop: AbortSignal) => Promise<Partial<ErasureState>>

const steps: Readonly<Record<Exclude<ErasureState['phase'], 'done'>, Step>> = {
  searching,
  rewriting,
  purging,
  rebuilding,
  clearing,
}

const ASK_EVERY_MS = 200
/** Each time something more may be learnt from what was learnt before. */
const MOST_SEARCHES = 5

/** Everything that is archived by now is rewritten: what the person is known by is learnt from it first. */
async function searching(
  parts: ErasureParts,
  state: ErasureState,
  stop: AbortSignal,
): Promise<Partial<ErasureState>> {
  const { store } = parts
  const upTo = await archivedThrough(parts, state.up_to, stop)
  let words: PersonWords = await wordsOf(store, state)
  for (let search = 0; search < MOST_SEARCHES; search += 1) {
    const finder = createPersonSearch(words)
    await readPersonBodies(store, needlesOf(words), upTo, (body) => {
      stop.throwIfAborted()
      finder.learn(JSON.parse(body))
    })
    const found = finder.words()
    const isAll = JSON.stringify(found) === JSON.stringify(words)
    words = found
    if (isAll) break
  }
  await openErasures(store).writeWords(state.erasure_id, state.version + 1, JSON.stringify(words))
  return { phase: 'rewriting', up_to: upTo }
}

async function archivedThrough({ log }: ErasureParts, least: number, stop: AbortSignal): Promise<number> {
  for (;;) {
    stop.throwIfAborted()
    const progress = await consumerProgress(log, 'EVENTS', 'deliveries')
    if (progress !== null && progress.ackFloorSequence >= least) return progress.ackFloorSequence
    await pause(ASK_EVERY_MS, stop)
  }
}

async function rewriting(
  { store, now }: ErasureParts,
  state: ErasureState,
  stop: AbortSignal,
): Promise<Partial<ErasureState>> {
  const { needles, rewriting: rule } = await ruleOf(store, state)
  const counts = await rewritePersonRows(store, {
    erasureId: state.erasure_id,
    upTo: state.up_to,
    needles,
    now: now(),
    rewrite: (row, jsonColumns) => {
      stop.throwIfAborted()
      return rule.row(row, jsonColumns)
    },
  })
  return {
    phase: 'purging',
    deliveries: state.deliveries + counts.deliveries,
    other_rows: state.other_rows + counts.otherRows,
  }
}

async function ruleOf(
  store: Store,
  state: ErasureState,
): Promise<{ readonly needles: readonly string[]; readonly rewriting: Rewriting }> {
  const words = await wordsOf(store, state)
  return { needles: needlesOf(words), rewriting: rewritingOf(words, state) }
}

/** Settings and secrets that operators and GitHub's App depend on stay as they are. */
const REWRITTEN_BUCKETS = [
  bucketNames.alertState,
  bucketNames.alertOutbox,
  bucketNames.forwarding,
  bucketNames.sync,
  bucketNames.jobs,
  bucketNames.branchStates,
] as const

/** The streams forget what every projection has read: of deliveries, no more than what was rewritten. */
async function purging(
  parts: ErasureParts,
  state: ErasureState,
  stop: AbortSignal,
): Promise<Partial<ErasureState>> {
  const { log, store } = parts
  const { rewriting: rule } = await ruleOf(store, state)
  let messages = 0
  for (const stream of Object.values(streamNames)) {
    const through = await readThrough(parts, stream, stream === 'EVENTS' ? state.up_to : null, stop)
    if (stream === 'EVENTS') await awaitServices(parts, through, stop)
    messages += await purgeThrough(log, stream, through)
  }
  // What was still read before the purge was written into them.
  let bucketEntries = 0
  for (const bucket of REWRITTEN_BUCKETS) bucketEntries += await rewriteBucket(log, bucket, rule.jsonText)
  return {
    phase: 'rebuilding',
    messages: state.messages + messages,
    bucket_entries: state.bucket_entries + bucketEntries,
    rewritten_at: parts.now(),
  }
}

/** Waits until every declared projection has read a stream up to there; null: up to its end as it is now. */
async function readThrough(
  { log, store }: ErasureParts,
  stream: StreamName,
  wanted: number | null,
  stop: AbortSignal,
): Promise<number> {
  let end = wanted
  for (;;) {
    stop.throwIfAborted()
    const consumers = declaredConsumers(stream, await listGenerations(store))
    const all = await Promise.all(consumers.map((consumer) => consumerProgress(log, stream, consumer)))
    end ??= Math.max(0, ...all.map((each) => each?.lastSequence ?? 0))
    const through = end
    if (all.every((each) => each !== null && hasRead(each, through))) return through
    await pause(ASK_EVERY_MS, stop)
  }
}

/** Consumers of other services that write what they read into buckets. */
const SERVICES = ['alerter', 'plans']
/** One that stands still keeps nobody from being erased: it misses what was purged, as when the log is trimmed. */
const SERVICES_WITHIN_MS = 60_000

async function awaitServices(
  { log, logger }: ErasureParts,
  through: number,
  stop: AbortSignal,
): Promise<void> {
  const until = performance.now() + SERVICES_WITHIN_MS
  for (const consumer of SERVICES) {
    for (;;) {
      stop.throwIfAborted()
      const progress = await consumerProgress(log, 'EVENTS', consumer)
      if (progress === null || hasRead(progress, through)) break
      if (performance.now() > until) {
        logger.warn({ consumer }, 'it has not read what is purged now: it misses that')
        break
      }
      await pause(ASK_EVERY_MS, stop)
    }
  }
}

function hasRead(
  {
    ackFloorSequence,
    pending,
    unacknowledged,
  }: { readonly ackFloorSequence: number; readonly pending: number; readonly unacknowledged: number },
  through: number,
): boolean {
  return ackFloorSequence >= through || pending + unacknowledged === 0
}

/** Read models that went live before are filled anew from what was rewritten; what they take over from those before is rewritten, too. */
async function rebuilding(
  { store, logger, service }: ErasureParts,
  state: ErasureState,
  stop: AbortSignal,
): Promise<Partial<ErasureState>> {
  const since = state.rewritten_at?.getTime() ?? 0
  const awaited = async () => {
    const all = await listGenerations(store)
    return readModels
      .filter(({ ddl }) => ddl !== null)
      .filter(({ projection }) => Date.parse(liveAmong(all, projection)?.since ?? '') < since)
      .map(({ projection }) => projection)
  }
  for (const name of await awaited()) {
    stop.throwIfAborted()
    const projection = service.projections.find((each) => each.name === name)
    if (projection === undefined)
      logger.warn({ projection: name }, 'not run here: an erasure waits until it is rebuilt')
    else await projection.rebuild()
  }
  while ((await awaited()).length > 0) {
    stop.throwIfAborted()
    await pause(FOLLOW_EVERY_MS, stop)
  }
  return { phase: 'clearing', read_models: readModels.filter(({ ddl }) => ddl !== null).length }
}

/** Other replicas have followed by then, and questions that began before have ended. */
const LEFT_BEHIND_MS = 3 * FOLLOW_EVERY_MS

async function clearing(
  { store, service, now }: ErasureParts,
  state: ErasureState,
  stop: AbortSignal,
): Promise<Partial<ErasureState>> {
  const isCleared = async () => {
    const known = new Set(readModels.map(({ projection }) => projection))
    const all = (await listGenerations(store)).filter(({ projection }) => known.has(projection))
    const since = state.rewritten_at ?? now()
    const isBegunSince = ({ status, since: at }: GenerationState) =>
      status === 'building' && new Date(at) >= since
    const isRead = ({ projection, generation }: GenerationState) =>
      liveAmong(all, projection)?.generation === generation
    return all.every((each) => each.status === 'dropped' || isRead(each) || isBegunSince(each))
  }
  do {
    await pause(LEFT_BEHIND_MS, stop)
    stop.throwIfAborted()
    for (const projection of service.projections) await projection.dropOld(LEFT_BEHIND_MS - 1000)
  } while (!(await isCleared()))
  await openErasures(store).forgetWords(state.erasure_id)
  return { phase: 'done' }
}
