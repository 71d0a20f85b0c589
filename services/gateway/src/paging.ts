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
