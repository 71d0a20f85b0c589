import { type ApiRoute, entriesOf } from '@octometer/gateway-api'
import type { FileColumn, FileColumnType } from '@octometer/read-store'
import { z } from 'zod'

/** A column of a list's file, and where in an entry its value is. */
export interface EntryColumn extends FileColumn {
  readonly path: readonly string[]
}

type Json = Readonly<Record<string, unknown>>

/**
 * The columns of a list, from the schema that documents its entries: members of nested objects are columns of their
 * own, named like `lifecycle.started_at`; what is a list or of no fixed shape is JSON text.
 */
export function columnsOf(route: ApiRoute): readonly EntryColumn[] {
  const document: Json = JSON.parse(JSON.stringify(z.toJSONSchema(route.answer, { io: 'output' })))
  const definitions = objectIn(document, '$defs')
  const resolve = (schema: Json): Json => {
    const { $ref } = schema
    const found = typeof $ref === 'string' ? objectIn(definitions, $ref.replace('#/$defs/', '')) : schema
    const choices = schemasIn(found.anyOf).filter(({ type }) => type !== 'null')
    const [only] = choices
    return choices.length === 1 && only !== undefined ? resolve(only) : found
  }
  const columnsIn = (schema: Json, path: readonly string[]): readonly EntryColumn[] => {
    const resolved = resolve(schema)
    const members = Object.entries(objectIn(resolved, 'properties'))
    if (members.length === 0) return [{ name: path.join('.'), type: typeOf(resolved), path }]
    return members.flatMap(([name, member]) => columnsIn(asObject(member), [...path, name]))
  }
  const data = resolve(objectIn(objectIn(resolve(document), 'properties'), entriesOf(route) ?? 'data'))
  return columnsIn(objectIn(data, 'items'), [])
}

/** An entry as a row of these columns. */
export function rowOf(entry: unknown, columns: readonly EntryColumn[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map(({ name, type, path }) => [name, cellOf(valueAt(entry, path), type)]))
}

function cellOf(value: unknown, type: FileColumnType): unknown {
  if (value === undefined || value === null) return null
  return type === 'text' && typeof value !== 'string' ? JSON.stringify(value) : value
}

function valueAt(entry: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : null),
    entry,
  )
}

function typeOf({ type: types, format }: Json): FileColumnType {
  // What may be null has two types, `number` and `null` among them.
  const [type, ...others] = [types].flat().filter((each) => each !== 'null')
  if (others.length > 0) return 'text'
  if (type === 'string') return format === 'date-time' ? 'time' : 'text'
  if (type === 'integer') return 'whole'
  if (type === 'number') return 'number'
  return type === 'boolean' ? 'truth' : 'text'
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function objectIn(schema: Json, name: string): Json {
  return asObject(schema[name])
}

function schemasIn(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(asObject) : []
}
