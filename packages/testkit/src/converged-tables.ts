import type { RowsByTable } from '@octometer/projector-runtime'
import type { Table } from '@octometer/read-store'

type Row = Readonly<Record<string, unknown>>

/** A table's rows as they are once everything has merged, by key. */
export type ConvergedTables = Readonly<Record<string, readonly Row[]>>

/**
 * What ClickHouse converges to: rows with one key become one, columns merged by their `min` or `max`. A column without
 * a merge must be a function of the key: two values for it throw, for then the order of writing would decide.
 */
export function converge(tables: readonly Table[], writes: readonly RowsByTable[]): ConvergedTables {
  return Object.fromEntries(
    tables.map((table) => {
      const rows = new Map<string, Row>()
      for (const row of writes.flatMap((write) => write[table.name] ?? [])) {
        const key = JSON.stringify(table.key.map((column) => row[column]))
        const before = rows.get(key)
        rows.set(key, before === undefined ? row : mergeRows(table, before, row))
      }
      const sorted = [...rows].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row)
      return [table.name, sorted]
    }),
  )
}

function mergeRows(table: Table, left: Row, right: Row): Row {
  return Object.fromEntries(
    Object.entries(table.columns).map(([column, type]) => {
      const values = [left[column], right[column]] as const
      if (typeof type === 'object' && 'merge' in type) {
        return [column, type.merge === 'max' ? greatest(...values) : least(...values)]
      }
      if (compare(...values) !== 0) {
        throw new Error(`${table.name}.${column} is not a function of the key: ${JSON.stringify(values)}`)
      }
      return [column, left[column]]
    }),
  )
}

// Aggregate functions skip null.
function greatest(left: unknown, right: unknown): unknown {
  if (left === null || right === null) return left ?? right
  return compare(left, right) >= 0 ? left : right
}

function least(left: unknown, right: unknown): unknown {
  if (left === null || right === null) return left ?? right
  return compare(left, right) <= 0 ? left : right
}

/** As ClickHouse orders values: tuples and arrays by their elements in order, null last. */
function compare(left: unknown, right: unknown): number {
  if (left === right) return 0
  if (left === null) return 1
  if (right === null) return -1
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime()
  if (typeof left === 'object' && typeof right === 'object')
    return compareElements(elements(left), elements(right))
  return orderOf(left) < orderOf(right) ? -1 : 1
}

function compareElements(left: readonly unknown[], right: readonly unknown[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const order = compare(left[index], right[index])
    if (order !== 0) return order
  }
  return left.length - right.length
}

function elements(value: object | undefined): readonly unknown[] {
  return Array.isArray(value) ? value : Object.values(value ?? {})
}

function orderOf(value: unknown): string | number {
  return typeof value === 'string' || typeof value === 'number' ? value : Number(value)
}
