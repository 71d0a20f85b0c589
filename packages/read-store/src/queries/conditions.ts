import { z } from 'zod'
import type { RenderedQuery } from '../named-query.ts'
import { identifier } from '../sql-text.ts'

// Views show whole tuples and rows alone: ClickHouse would read every column to look at one element, plans longer, and
// columns that only help to find rows are hidden. These queries read the tables of a generation by their own names.
export const generation = z.string()

export function tableOf(name: string, of: string): string {
  return identifier(`${name}__${of}`)
}

/** Part of a WHERE clause with the values that it binds. */
export interface Condition {
  readonly sql: string
  readonly values: Readonly<Record<string, unknown>>
}

/** Joins conditions into a WHERE clause; those that are null ask for nothing. */
export function where(conditions: readonly (Condition | null)[]): RenderedQuery {
  const all = allOf(conditions)
  return all === null ? { sql: '', values: {} } : { sql: `WHERE ${all.sql}`, values: all.values }
}

/** A condition that needs all of these; null without any. */
export function allOf(conditions: readonly (Condition | null)[]): Condition | null {
  return joined(conditions, ' AND ')
}

/** A condition that one of these fulfils; null without any. */
export function eitherOf(conditions: readonly (Condition | null)[]): Condition | null {
  const either = joined(conditions, ' OR ')
  return either && { ...either, sql: `(${either.sql})` }
}

function joined(conditions: readonly (Condition | null)[], word: string): Condition | null {
  const given = conditions.filter((condition) => condition !== null)
  if (given.length === 0) return null
  return {
    sql: given.map(({ sql }) => sql).join(word),
    values: Object.assign({}, ...given.map(({ values }) => values)),
  }
}

/** Repositories by their ids; null: all of them. */
export const repositoryIds = z.array(z.int().min(0)).readonly().nullable()

export function inRepositories(ids: readonly number[] | null): Condition | null {
  if (ids === null) return null
  return { sql: 'repository_id IN {repositories:Array(UInt64)}', values: { repositories: ids } }
}

/** Of up to so many repositories their own rows are read by themselves; of more all rows of the time. */
const FEW_REPOSITORIES = 20

export function isFew(repositories: readonly number[] | null): boolean {
  return repositories !== null && repositories.length <= FEW_REPOSITORIES
}

/** Texts of which one is enough; null: any. */
export const anyOfTexts = z.array(z.string()).readonly().nullable()

export function oneOf(expression: string, name: string, texts: readonly string[] | null): Condition | null {
  if (texts === null) return null
  return { sql: `${expression} IN {${name}:Array(String)}`, values: { [name]: texts } }
}

/** The same without case. */
export function oneOfAnyCase(
  expression: string,
  name: string,
  texts: readonly string[] | null,
): Condition | null {
  return oneOf(`lowerUTF8(${expression})`, name, texts?.map((text) => text.toLowerCase()) ?? null)
}

/** Texts in lower case, none of which it may be. */
export const noneOfTexts = z.array(z.string()).readonly()

/** The opposite of `oneOfAnyCase`. */
export function noneOfAnyCase(expression: string, texts: readonly string[]): Condition | null {
  if (texts.length === 0) return null
  return { sql: `lowerUTF8(${expression}) NOT IN {without:Array(String)}`, values: { without: texts } }
}

/** From `since`, inclusive, to `until`, exclusive; null is no bound. */
export const timeRange = { since: z.date().nullable(), until: z.date().nullable() }

export interface TimeRange {
  readonly since: Date | null
  readonly until: Date | null
}

/** A range on a column of the type DateTime64(3, 'UTC'). */
export function inRange(column: string, { since, until }: TimeRange): readonly (Condition | null)[] {
  return [
    since && { sql: `${column} >= ${instant('since')}`, values: { since: since.getTime() } },
    until && { sql: `${column} < ${instant('until')}`, values: { until: until.getTime() } },
  ]
}

/** A range on a column of the type DateTime('UTC'). */
export function secondRange(column: string, { since, until }: TimeRange): readonly (Condition | null)[] {
  return [
    since && { sql: `${column} >= ${second('since')}`, values: { since: toSecond(since) } },
    until && { sql: `${column} < ${second('until')}`, values: { until: toSecond(until) } },
  ]
}

/** The DateTime64 of a bound number of Unix milliseconds. */
export function instant(name: string): string {
  return `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`
}

/** The DateTime of a bound number of Unix seconds. */
export function second(name: string): string {
  return `toDateTime({${name}:UInt32}, 'UTC')`
}

const LAST_SECOND = 0xffff_ffff

/** Unix seconds within what a DateTime holds; a time between two seconds is the later one, as both bounds want it. */
export function toSecond(time: Date): number {
  return Math.min(LAST_SECOND, Math.max(0, Math.ceil(time.getTime() / 1000)))
}

/** A row's time, which comes as ISO 8601 in UTC. */
export const rowTime = z.string()

/**
 * Rows as they are merged (FINAL), which costs a tenth of GROUP BY and max. A tuple has to be read whole: of an element that is
 * read by itself ClickHouse would take any row's, which is why it must not make subcolumns of it. On a view FINAL itself does
 * nothing; `final` reaches the table below it.
 */
export const MERGED = 'SETTINGS final = 1, optimize_functions_to_subcolumns = 0'
