import { type Condition, second, type TimeRange, toSecond } from './conditions.ts'

/** A range on the column `at` of a table whose key begins with that column's day. */
export function inDays(at: string, { since, until }: TimeRange): readonly (Condition | null)[] {
  return [
    since && {
      sql: `day >= toDate(${second('since')}) AND ${at} >= ${second('since')}`,
      values: { since: toSecond(since) },
    },
    until && {
      sql: `day <= toDate(${second('until')}) AND ${at} < ${second('until')}`,
      values: { until: toSecond(until) },
    },
  ]
}
