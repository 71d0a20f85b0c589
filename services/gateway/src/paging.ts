import type { Page } from '@octometer/gateway-api'
import { encodeCursor } from './cursor.ts'

export interface PageOf<T> {
  readonly entries: readonly T[]
  readonly page: Page
}

/**
 * Cuts what was read to a page. `read` rows were asked for, one more than the limit at least: when they came, or when
 * rows are left over, another page follows, after the last entry's place.
 */
export function cutPage<T>(
  rows: readonly T[],
  { limit, more, placeOf }: { limit: number; more: boolean; placeOf: (entry: T) => unknown },
): PageOf<T> {
  const entries = rows.slice(0, limit)
  const last = entries.at(-1)
  const follows = rows.length > limit || more
  return {
    entries,
    page: { next_cursor: follows && last !== undefined ? encodeCursor(placeOf(last)) : null, limit },
  }
}

/** A page of a list that is at hand whole: what comes after a place, in the order of places. */
export function pageAfter<T, P>(
  all: readonly T[],
  after: P | null,
  {
    limit,
    placeOf,
    compare,
  }: { limit: number; placeOf: (entry: T) => P; compare: (left: P, right: P) => number },
): PageOf<T> {
  const sorted = all.toSorted((left, right) => compare(placeOf(left), placeOf(right)))
  const rest = after === null ? sorted : sorted.filter((entry) => compare(placeOf(entry), after) > 0)
  return cutPage(rest, { limit, more: false, placeOf })
}
