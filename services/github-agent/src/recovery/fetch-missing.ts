import { RequestError } from '@octokit/request-error'
import type { AppendEntry, Appender } from '@octometer/event-log'
import { intakeMissing, type Store } from '@octometer/read-store'
import { type LogSource, sourceKey } from './log-source.ts'
import { recoveredDelivery } from './recovered-delivery.ts'

export interface MissingDeliveries {
  readonly store: Store
  readonly events: Appender
  readonly sources: readonly LogSource[]
  readonly range: { readonly since: Date; readonly until: Date }
  /** What GitHub did not give before: it is not asked again. */
  readonly lost: ReadonlySet<string>
  onRecovered(source: LogSource, guid: string): void
  /** GitHub's log does not give it any more: it stays missing in the ledger. */
  onLost(source: LogSource, guid: string, reason: string): void
}

interface Missing {
  readonly sort_value: number | string | null
  readonly hook: string
  readonly guid: string
  readonly first_attempt: string
}

interface Place {
  readonly value: number | string | null
  readonly key: readonly [hook: string, guid: string]
}

const PAGE = 2_000
/** GitHub is asked for one after the other; so many that it gave may be on their way to the disk meanwhile. */
const APPENDS_AT_ONCE = 32

/**
 * Fetches and appends what GitHub's logs list and the archive does not hold, the oldest first: that runs out of time first. The ledger
 * itself is the list of what is to be done, so that a crash forgets nothing. Throws RequestError, LogUnavailableError, StoreError.
 */
export async function fetchMissing(work: MissingDeliveries, signal: AbortSignal): Promise<void> {
  const sources = new Map(work.sources.map((source) => [sourceKey(source), source]))
  if (sources.size === 0) return
  const hooks = [...sources.keys()]
  const done = new Set<string>()
  for (let after: Place | null = null; ; ) {
    const missing: readonly Missing[] = await work.store.query(intakeMissing, {
      ...work.range,
      hooks,
      sorting: { column: 'delivered_at', descending: false, after },
      limit: PAGE,
    })
    // Two hooks may list the same delivery; fetched once, it is held.
    const wanted = missing.filter(({ guid }) => !work.lost.has(guid) && !done.has(guid) && done.add(guid))
    for (let from = 0; from < wanted.length; from += APPENDS_AT_ONCE)
      await fetchSome(work, sources, wanted.slice(from, from + APPENDS_AT_ONCE), signal)
    const last = missing.at(-1)
    if (last === undefined || missing.length < PAGE) return
    after = { value: last.sort_value, key: [last.hook, last.guid] }
  }
}

async function fetchSome(
  work: MissingDeliveries,
  sources: ReadonlyMap<string, LogSource>,
  missing: readonly Missing[],
  signal: AbortSignal,
): Promise<void> {
  // Settled ones, for one may fail while the next is being asked for.
  const appends: Promise<PromiseSettledResult<void>[]>[] = []
  try {
    for (const { hook, guid, first_attempt } of missing) {
      signal.throwIfAborted()
      const source = sources.get(hook)
      const entry = source && (await fetchOne(work, source, guid, first_attempt, signal))
      if (source && entry) appends.push(Promise.allSettled([append(work, source, entry)]))
    }
  } finally {
    // What was fetched is appended though the next could not be.
    await Promise.all(appends)
  }
  const failed = (await Promise.all(appends)).flat().find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

async function append(
  { events, onRecovered }: MissingDeliveries,
  source: LogSource,
  entry: AppendEntry,
): Promise<void> {
  await events.append(entry)
  onRecovered(source, entry.messageId)
}

/** Null: GitHub gives it no more. */
async function fetchOne(
  { onLost }: MissingDeliveries,
  source: LogSource,
  guid: string,
  attempt: string,
  signal: AbortSignal,
): Promise<AppendEntry | null> {
  const sent = await source.sent(attempt, guid, signal).catch((error: unknown) => {
    if (error instanceof RequestError && [404, 410, 422].includes(error.status)) return error
    throw error
  })
  const isGone = sent instanceof RequestError
  const entry = isGone ? null : recoveredDelivery(source, sent)
  if (entry === null)
    onLost(source, guid, isGone ? `GitHub answered ${sent.status}` : 'the log keeps no payload of it')
  return entry
}
