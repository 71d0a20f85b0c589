import { TupleParam } from '@clickhouse/client'
import type { RenderedQuery } from './named-query.ts'
import { literal } from './sql-text.ts'

/** The table of a generation behind a view, by the view's name; undefined for what has none. */
export type TableBehind = (view: string) => string | undefined

const PLACEHOLDER = /\{(\w+):\s*([^{}]+)\}/g
const FINAL = /\s+SETTINGS final = 1\s*$/
const READ = /\b(FROM|JOIN)\s+(\w+)\b(?:\s+FINAL\b)?/g

/**
 * A rendered query as text that stands alone: values are written where they are bound, and what a setting merges, which
 * a read-only user may not set, is merged by FINAL.
 */
export function explainQuery({ sql, values }: RenderedQuery, tableBehind: TableBehind): string {
  const written = sql.replace(PLACEHOLDER, (_, name: string, type: string) => castOf(values[name], type))
  const merged = FINAL.test(written) ? readFinal(written.replace(FINAL, ''), tableBehind) : written
  return merged
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

function readFinal(sql: string, tableBehind: TableBehind): string {
  return sql.replace(READ, (all, word: string, name: string) => {
    const table = name.includes('__') ? name : tableBehind(name)
    return table === undefined ? all : `${word} (SELECT * FROM ${table} FINAL)`
  })
}

function castOf(value: unknown, type: string): string {
  return `CAST(${textOf(value)}, ${literal(type.trim())})`
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`
  if (value instanceof TupleParam) return `tuple(${value.values.map(textOf).join(', ')})`
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return `${value}`
  if (typeof value === 'string') return literal(value)
  throw new TypeError(`a query binds a value that has no text: ${typeof value}`)
}
