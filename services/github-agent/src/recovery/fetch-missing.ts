import { RequestError } from '@octokit/request-error'
import type { Appender } from '@octometer/event-log'
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
  readonly hook: string
  readonly guid: string
  readonly delivered_at: string
  readonly first_attempt: string
}

interface Place {
  readonly delivered_at: Date
  readonly hook: string
  readonly guid: string
}

const PAGE = 500

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
      after,
      limit: PAGE,
    })
    for (const { hook, guid, first_attempt } of missing) {
      signal.throwIfAborted()
      const source = sources.get(hook)
      // Two hooks may list the same delivery; fetched once, it is held.
      if (source === undefined || done.has(guid) || work.lost.has(guid)) continue
      await fetchOne(work, source, guid, first_attempt, signal)
      done.add(guid)
    }
    const last = missing.at(-1)
    if (last === undefined || missing.length < PAGE) return
    after = { ...last, delivered_at: new Date(last.delivered_at) }
  }
}

async function fetchOne(
  { events, onRecovered, onLost }: MissingDeliveries,
  source: LogSource,
  guid: string,
  attempt: string,
  signal: AbortSignal,
): Promise<void> {
  const sent = await source.sent(attempt, guid, signal).catch((error: unknown) => {
    if (error instanceof RequestError && [404, 410, 422].includes(error.status)) return error
    throw error
  })
  if (sent instanceof RequestError) return onLost(source, guid, `GitHub answered ${sent.status}`)
  const entry = recoveredDelivery(source, sent)
  if (entry === null) return onLost(source, guid, 'the log keeps no payload of it')
  await events.append(entry)
  onRecovered(source, guid)
}
