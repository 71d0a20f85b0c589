import type { Page } from '@octometer/gateway-api'
import type { CheckPlace } from '@octometer/read-store'
import { encodeCursor } from '../cursor.ts'
import { clamp, type TimeRange } from '../range.ts'
import { keyOf, toCursor } from './check-place.ts'

/** How things are found by their place: candidates in its order, then those of them that still fit. */
export interface NewestFirst<T> {
  /** After this place; null: from the newest. */
  readonly after: CheckPlace | null
  readonly limit: number
  readonly range: TimeRange
  /** Whether to look at the last week first: worth it where every repository is asked for. */
  readonly recentFirst: boolean
  readonly now: Date
  /** The share of candidates that probably fit no more: so many more are asked for at once. */
  readonly lost?: number
  /** Rows in the order of places, from a time on. A thing may come twice, and may fit the question no more. */
  candidates(after: CheckPlace | null, limit: number, since: Date | null): Promise<readonly CheckPlace[]>
  /** Those that fit, by the key of their place. */
  entries(places: readonly CheckPlace[]): Promise<ReadonlyMap<string, T>>
}

/** What is asked for is mostly new: the first look may go no further back. */
const RECENT_MS = 7 * 86_400_000
const SPARE = 20
const GREATEST_LOT = 1000
/** A question that nearly nothing fits ends with a short page, which says where to go on. */
const MOST_LOTS = 12

/** A page of them. It costs what it holds, not what there is. */
export async function newestFirst<T>(
  search: NewestFirst<T>,
): Promise<{ readonly data: readonly T[]; readonly page: Page }> {
  const { limit, lost = 0 } = search
  const found: { readonly place: CheckPlace; readonly entry: T }[] = []
  let looked = search.after
  let exhausted = false
  for (let lot = 0; lot < MOST_LOTS && !exhausted && found.length <= limit; lot += 1) {
    // The second look may be the first one at what is older than recent.
    const size = lot < 2 ? Math.ceil((limit + 1) / (1 - lost)) + SPARE : GREATEST_LOT
    const since = lot === 0 ? recentOf(search) : search.range.since
    const places = await search.candidates(looked, size, since)
    exhausted = places.length < size && since === search.range.since
    looked = places.at(-1) ?? looked
    const distinct = new Map(places.map((place) => [keyOf(place), place]))
    const entries = places.length === 0 ? new Map<string, T>() : await search.entries([...distinct.values()])
    for (const [key, place] of distinct) {
      const entry = entries.get(key)
      if (entry !== undefined) found.push({ place, entry })
    }
  }
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1)?.place : exhausted ? null : looked
  return {
    data: shown.map(({ entry }) => entry),
    page: { next_cursor: last ? encodeCursor(toCursor(last)) : null, limit },
  }
}

function recentOf({ after, range, now, recentFirst }: NewestFirst<unknown>): Date | null {
  if (!recentFirst) return range.since
  const newest = after?.at ?? range.until ?? now
  const recent = clamp(new Date(newest.getTime() - RECENT_MS))
  return range.since !== null && range.since >= recent ? range.since : recent
}
