import { rowEncoder } from './column-codec.ts'
import type { Columns, RowOf } from './column-type.ts'

export interface Table<C extends Columns = Columns> {
  readonly name: string
  readonly columns: C
  /** Its sorting key: rows with one key become one row. */
  readonly key: readonly string[]
  /** The column by which the greatest of such rows stays whole; null: columns are merged, each by itself. */
  readonly version: string | null
  /** A row as the JSONEachRow object that is sent; throws ValueRefusedError. */
  encode(row: Readonly<Record<string, unknown>>): Record<string, unknown>
}

export type RowOfTable<T extends Table> = T extends Table<infer C> ? RowOf<C> : never

export function defineTable<const C extends Columns>(
  name: string,
  key: readonly (keyof C & string)[],
  columns: C,
  version: (keyof C & string) | null = null,
): Table<C> {
  return { name, key, version, columns, encode: rowEncoder(name, columns) }
}
