import { TupleParam } from '@clickhouse/client'
import { z } from 'zod'
import { type Condition, rowTime, second, toSecond } from './conditions.ts'

/**
 * A place in the order of pages: time, id, repository and part, all descending. The part is a run's attempt; of other
 * things it tells kinds apart.
 */
export const checkPlace = z.object({
  at: z.date(),
  id: z.int().min(0),
  repository_id: z.int().min(0),
  part: z.int().min(0),
})

export type CheckPlace = z.output<typeof checkPlace>

export const candidateRow = z.object({
  at: rowTime,
  id: z.number(),
  repository_id: z.number(),
  part: z.number(),
})

export type CheckCandidate = z.output<typeof candidateRow>

/** The columns of a table that make a place. */
export interface PlaceColumns {
  readonly at: string
  readonly id: string
  /** A column, or a number that is the same for all of the table. */
  readonly part: string
}

/** Rows in the order of places, from the newest: as many as are asked for. A thing may come twice, side by side. */
export function selectPlaces(from: string, { at, id, part }: PlaceColumns, where: string): string {
  return `
    SELECT ${at} AS at, ${id} AS id, repository_id, toUInt32(${part}) AS part FROM ${from} ${where}
    ORDER BY day DESC, ${at} DESC, ${id} DESC, repository_id DESC${/^\d+$/.test(part) ? '' : `, ${part} DESC`} LIMIT {limit:UInt32}`
}

/** What comes after a place. */
export function beforePlace({ at, id, part }: PlaceColumns, after: CheckPlace | null): Condition | null {
  if (after === null) return null
  const time = second('after_time')
  const rest = '({after_id:UInt64}, {after_repository:UInt64}, {after_part:UInt32})'
  return {
    sql: `day <= toDate(${time}) AND ${at} <= ${time}
      AND (${at} < ${time} OR (${id}, repository_id, toUInt32(${part})) < ${rest})`,
    values: {
      after_time: toSecond(after.at),
      after_id: after.id,
      after_repository: after.repository_id,
      after_part: after.part,
    },
  }
}

/** Exactly these; `key` are the columns of the day, the repository, the time and the id. */
export function amongPlaces(key: string, places: readonly CheckPlace[]): Condition {
  return {
    sql: `(${key}) IN (
      SELECT toDate(toDateTime(place.2, 'UTC')), place.1, toDateTime(place.2, 'UTC'), place.3
      FROM (SELECT arrayJoin({places:Array(Tuple(UInt64, UInt32, UInt64))}) AS place))`,
    values: {
      places: places.map(({ repository_id, at, id }) => new TupleParam([repository_id, toSecond(at), id])),
    },
  }
}
