/** The column types that we use, written as ClickHouse writes them (`system.columns.type`). */
type ScalarType =
  | 'String'
  | 'LowCardinality(String)'
  | 'UInt8'
  | 'UInt16'
  | 'UInt32'
  | 'UInt64'
  | 'UInt128'
  | 'Int64'
  | 'Float64'
  | 'Bool'
  | "DateTime('UTC')"
  | "DateTime64(3, 'UTC')"
  | 'Date'

interface TupleType {
  readonly tuple: Readonly<Record<string, ValueType>>
}

export type ValueType =
  | ScalarType
  | 'LowCardinality(Nullable(String))'
  | `Nullable(${ScalarType})`
  | `Array(${ScalarType})`
  | TupleType

/** A merge function that makes writing twice the same as writing once. */
interface MergedType {
  readonly merge: 'min' | 'max'
  readonly of: ValueType
}

/** Of hours of a day two counts each, of which the greater one stays. ClickHouse alone fills such columns. */
interface HourCounts {
  readonly hourCounts: 'maxMap'
}

export const hourCounts: HourCounts = { hourCounts: 'maxMap' }

export type ColumnType = ValueType | MergedType | HourCounts

export type Columns = Readonly<Record<string, ColumnType>>

type ScalarValue<T> = T extends 'Bool'
  ? boolean
  : T extends `DateTime${string}`
    ? Date
    : T extends 'String' | 'LowCardinality(String)' | 'Date'
      ? string
      : number

type ValueOf<T> = T extends HourCounts
  ? never
  : T extends MergedType
    ? ValueOf<T['of']>
    : T extends TupleType
      ? { readonly [K in keyof T['tuple']]: ValueOf<T['tuple'][K]> }
      : T extends `Nullable(${infer Inner})` | `LowCardinality(Nullable(${infer Inner}))`
        ? ScalarValue<Inner> | null
        : T extends `Array(${infer Inner})`
          ? readonly ScalarValue<Inner>[]
          : ScalarValue<T>

/** The row type of a table, derived from its columns: it is written once. */
export type RowOf<C extends Columns> = { readonly [K in keyof C]: ValueOf<C[K]> }

export function tuple<const T extends Readonly<Record<string, ValueType>>>(fields: T): { readonly tuple: T } {
  return { tuple: fields }
}

export function merged<const M extends 'min' | 'max', const T extends ValueType>(
  merge: M,
  of: T,
): { readonly merge: M; readonly of: T } {
  return { merge, of }
}

/** The type as `system.columns` shows it. */
export function renderType(type: ColumnType): string {
  if (typeof type === 'string') return type
  if ('hourCounts' in type)
    return 'SimpleAggregateFunction(maxMap, Tuple(Array(UInt8), Array(UInt64), Array(UInt64)))'
  if ('merge' in type) return `SimpleAggregateFunction(${type.merge}, ${renderType(type.of)})`
  return `Tuple(${Object.entries(type.tuple)
    .map(([name, field]) => `${name} ${renderType(field)}`)
    .join(', ')})`
}
