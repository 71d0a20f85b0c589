import type { Page } from '@octometer/gateway-api'
import type { CheckPlace } from '@octometer/read-store'
import { encodeCursor } from '../cursor.ts'
import { keyOf, toCursor } from './check-place.ts'

/** How things are found by their place: candidates in its order, then those of them that still fit. */
export interface NewestFirst<T> {
  /** After this place; null: from the newest. */
  readonly after: CheckPlace | null
  readonly limit: number
  /** Rows in the order of places. A thing may come twice, and may fit the question no more. */
  candidates(after: CheckPlace | null, limit: number): Promise<readonly CheckPlace[]>
  /** Those that fit, by the key of their place. */
  entries(places: readonly CheckPlace[]): Promise<ReadonlyMap<string, T>>
}

const SPARE = 20
const GREATEST_LOT = 1000
/** A question that nearly nothing fits ends with a short page, which says where to go on. */
const MOST_LOTS = 12

/** A page of them. It costs what it holds, not what there is. */
export async function newestFirst<T>(
  search: NewestFirst<T>,
): Promise<{ readonly data: readonly T[]; readonly page: Page }> {
  const { limit } = search
  const found: { readonly place: CheckPlace; readonly entry: T }[] = []
  let looked = search.after
  let exhausted = false
  for (let lot = 0; lot < MOST_LOTS && !exhausted && found.length <= limit; lot += 1) {
    const size = lot === 0 ? limit + 1 + SPARE : GREATEST_LOT
    const places = await search.candidates(looked, size)
    exhausted = places.length < size
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
