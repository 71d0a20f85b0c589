import { isDescending, type SortOrders } from '@octometer/gateway-api'
import { z } from 'zod'
import { decodeCursor } from './cursor.ts'

export type SortValue = string | number | null

/** By which column a list is asked for, whichever way, and after which of its rows. */
export interface Sorting<Key extends readonly (string | number)[]> {
  readonly column: string
  readonly descending: boolean
  readonly after: { readonly value: SortValue; readonly key: Key } | null
}

export interface SortedQuery<Name extends string> {
  readonly sort: Name
  readonly direction?: 'asc' | 'desc' | undefined
  readonly cursor?: string | undefined
}

/** As a list is asked for. Throws a 400 for a cursor of another order. */
export function sortingOf<Name extends string, Key extends readonly (string | number)[]>(
  orders: SortOrders<Name>,
  query: SortedQuery<Name>,
  key: z.ZodType<Key>,
): Sorting<Key> {
  const descending = isDescending(orders, query)
  const value: z.ZodType<SortValue> = (orders[query.sort] === 'text' ? z.string() : z.int()).nullable()
  const place = z.tuple([z.literal(query.sort), z.literal(descending), value, key])
  const after = decodeCursor(query.cursor, place)
  return { column: query.sort, descending, after: after && { value: after[2], key: after[3] } }
}

/** The place of a row in an order: its value there, and its key among those of the same value. */
export function placeIn(
  { column, descending }: Pick<Sorting<never>, 'column' | 'descending'>,
  value: SortValue,
  key: readonly (string | number)[],
): unknown {
  return [column, descending, value, key]
}

/** The key of what repositories number: pull requests, issues, deployments. */
export const numberedKey = z.tuple([z.int().min(0), z.int().min(0)])

/** Rows that are at hand whole, in their order: the unknown last, equal ones by their ids. */
export function sortRows<T>(
  rows: readonly T[],
  { descending, after }: Sorting<readonly [string | number]>,
  { valueIn, idOf }: { valueIn: (row: T) => SortValue; idOf: (row: T) => string | number },
): readonly T[] {
  const placed = rows.map((row) => ({ row, value: valueIn(row), id: idOf(row) }))
  const sorted = placed.sort((left, right) => compare(left, right, descending))
  const rest =
    after === null
      ? sorted
      : sorted.filter((each) => compare(each, { value: after.value, id: after.key[0] }, descending) > 0)
  return rest.map(({ row }) => row)
}

interface Placed {
  readonly value: SortValue
  readonly id: string | number
}

function compare(left: Placed, right: Placed, descending: boolean): number {
  if (left.value === right.value) return left.id < right.id ? -1 : left.id > right.id ? 1 : 0
  if (left.value === null || right.value === null) return left.value === null ? 1 : -1
  return left.value < right.value === descending ? 1 : -1
}
