import type { Page } from '@octometer/gateway-api'
import type { CheckPlace, SortedCheck } from '@octometer/read-store'
import { z } from 'zod'
import { encodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { placeIn, type Sorting } from '../sorting.ts'
import { keyOf, toPlace } from './check-place.ts'

const part = z.int().min(0)

/** Of a place: its time in seconds, its id, repository and part. */
export const placeKey = z.tuple([part, part, part, part])

export type CheckSorting = Sorting<z.output<typeof placeKey>>

/** How things are found in an order: places in it, then those of them that fit. */
interface InOrder<T> {
  readonly sorting: CheckSorting
  readonly limit: number
  /** Up to so many places after the one that the order names. */
  sorted(sorting: CheckSorting, limit: number): Promise<readonly SortedCheck[]>
  /** Those that fit, by the key of their place. */
  entries(places: readonly CheckPlace[]): Promise<ReadonlyMap<string, T>>
}

const SPARE = 20
const GREATEST_LOT = 1000
/** As of those from the newest on: a question that nearly nothing fits ends with a short page. */
const MOST_LOTS = 12

/** A page of them. */
export async function inOrder<T>({
  sorting,
  limit,
  sorted,
  entries,
}: InOrder<T>): Promise<{ readonly data: readonly T[]; readonly page: Page }> {
  const found: { readonly row: SortedCheck; readonly entry: T }[] = []
  let after = sorting.after
  let isEnd = false
  for (let lot = 0; lot < MOST_LOTS && !isEnd && found.length <= limit; lot += 1) {
    const size = lot === 0 ? limit + 1 + SPARE : GREATEST_LOT
    const rows = await sorted({ ...sorting, after }, size)
    isEnd = rows.length < size
    const last = rows.at(-1)
    if (last === undefined) break
    after = { value: last.sort_value, key: keyIn(last) }
    const fitting = await entries(rows.map(toPlace))
    for (const row of rows) {
      const entry = fitting.get(keyOf(toPlace(row)))
      if (entry !== undefined) found.push({ row, entry })
    }
  }
  const cut = cutPage(found, { limit, more: false, placeOf: ({ row }) => placeOf(sorting, row) })
  const next = !isEnd && found.length <= limit && after !== null ? after : null
  const page =
    next === null
      ? cut.page
      : { ...cut.page, next_cursor: encodeCursor(placeIn(sorting, next.value, next.key)) }
  return { data: cut.entries.map(({ entry }) => entry), page }
}

function placeOf(sorting: CheckSorting, row: SortedCheck): unknown {
  return placeIn(sorting, row.sort_value, keyIn(row))
}

function keyIn({ at_seconds, id, repository_id, part: its }: SortedCheck): z.output<typeof placeKey> {
  return [at_seconds, id, repository_id, its]
}
