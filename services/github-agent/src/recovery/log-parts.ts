import type { DeliveryLogSnapshot } from '@octometer/event-contracts'
import type { Page } from '@octometer/github-client'
import { type ListedAttempt, type LogSource, sourceKey } from './log-source.ts'

/** The range of a log that is read: from, inclusive, to, exclusive. */
export interface LogRange {
  readonly since: Date
  readonly until: Date
}

/**
 * Reads a range of a log, page by page, as snapshots whose ranges follow one another: each lists every attempt of its own. A page
 * may end between two attempts of one time; these wait for the next.
 */
export async function* logParts(
  source: LogSource,
  pages: AsyncIterable<Page<ListedAttempt>>,
  { since, until }: LogRange,
): AsyncGenerator<DeliveryLogSnapshot, void, undefined> {
  let waiting: readonly ListedAttempt[] = []
  let end = until.getTime()
  for await (const { items, next } of pages) {
    const listed = [...waiting, ...items].filter((attempt) => timeOf(attempt) < until.getTime())
    const oldest = Math.min(...items.map(timeOf))
    const isLast = next === null || oldest < since.getTime()
    const from = isLast ? since.getTime() : oldest + 1
    if (from < end) {
      yield snapshotOf(source, from, end, until, listed)
      end = from
    }
    if (isLast) return
    waiting = listed.filter((attempt) => timeOf(attempt) < end)
  }
  // A log without a single attempt has no page to end with.
  if (since.getTime() < end) yield snapshotOf(source, since.getTime(), end, until, waiting)
}

function timeOf({ delivered_at }: ListedAttempt): number {
  return Date.parse(delivered_at)
}

function snapshotOf(
  source: LogSource,
  since: number,
  until: number,
  takenAt: Date,
  listed: readonly ListedAttempt[],
): DeliveryLogSnapshot {
  const deliveries = listed.filter((attempt) => timeOf(attempt) >= since && timeOf(attempt) < until)
  const range = { since: new Date(since).toISOString(), until: new Date(until).toISOString() }
  return {
    type: 'delivery_log',
    snapshot_id: `${sourceKey(source)}:${range.since}:${range.until}:${deliveries.length}`,
    taken_at: takenAt.toISOString(),
    source: source.kind,
    source_id: source.id,
    ...range,
    deliveries: deliveries.map(describe),
  }
}

function describe(attempt: ListedAttempt): DeliveryLogSnapshot['deliveries'][number] {
  const { guid, redelivery, event, action, installation_id = null, repository_id = null } = attempt
  return {
    id: String(attempt.id),
    guid,
    delivered_at: new Date(attempt.delivered_at).toISOString(),
    redelivery,
    event,
    action,
    status_code: attempt.status_code,
    installation_id: installation_id === null ? null : Number(installation_id),
    repository_id: repository_id === null ? null : Number(repository_id),
  }
}
