import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { type Condition, generation, inRepositories, repositoryIds, tableOf, where } from './conditions.ts'
import { between, dates, inDates } from './counters.ts'

const parameters = {
  generation,
  counter: z.string(),
  from: z.date(),
  to: z.date(),
  /** The dates that hold the range. */
  days: dates,
  repositories: repositoryIds,
}

const row = z.object({ start: z.string(), value: z.number() })

/** A counter's values by the hour (UTC); hours without facts are missing. */
export const counterHours = defineQuery({
  name: 'counters.hours',
  parameters: z.object(parameters),
  row,
  render: (asked) => {
    if (asked.counter === 'conflicts') return conflictTrend('toStartOfHour(at)', asked)
    const { table, key } =
      asked.repositories === null
        ? { table: 'counter_quarter_totals', key: 'quarter, shard' }
        : { table: 'counter_quarters', key: 'repository_id, quarter' }
    const { sql, values } = where([...ofCounter(asked), between('quarter', asked, 'range')])
    return {
      sql: `
        SELECT toStartOfHour(quarter) AS start, sum(newest) AS value FROM (
          SELECT quarter, max(q.value) AS newest FROM ${tableOf(table, asked.generation)} AS q ${sql} GROUP BY ${key})
        GROUP BY start`,
      values,
    }
  },
})

/** A counter's values by the day or the week, as dates in the time zone; those without facts are missing. */
export const counterDates = defineQuery({
  name: 'counters.dates',
  parameters: z.object({ ...parameters, timezone: z.string(), weekly: z.boolean() }),
  row,
  render: ({ timezone, weekly, ...asked }) => {
    const startOf = (day: string) => (weekly ? `toMonday(${day})` : day)
    if (asked.counter === 'conflicts') {
      const { sql, values } = conflictTrend(startOf('toDate(at, {timezone:String})'), asked)
      return { sql, values: { ...values, timezone } }
    }
    const { table, key } =
      asked.repositories === null
        ? { table: 'counter_quarter_totals', key: 'day, quarter, shard' }
        : { table: 'counter_days', key: 'day, repository_id' }
    const { sql, values } = where(ofCounter(asked))
    return {
      sql: `
        SELECT ${startOf('day')} AS start, sum(newest) AS value FROM (
          SELECT day, max(d.value) AS newest FROM ${tableOf(table, asked.generation)} AS d ${sql} GROUP BY ${key})
        GROUP BY start`,
      values,
    }
  },
})

type Asked = z.output<z.ZodObject<typeof parameters>>

function ofCounter({ counter, days, repositories }: Asked): readonly (Condition | null)[] {
  return [
    { sql: 'counter = {counter:String}', values: { counter } },
    inRepositories(repositories),
    inDates('day', days, 'trend'),
  ]
}

function conflictTrend(start: string, { generation: of, from, to, repositories }: Asked): Condition {
  const { sql, values } = where([inRepositories(repositories)])
  const within = between('at', { from, to }, 'range')
  return {
    sql: `
      SELECT ${start} AS start, count() AS value
      FROM (SELECT at FROM ${tableOf('counter_conflicts', of)} FINAL ${sql}) WHERE ${within.sql} GROUP BY start`,
    values: { ...values, ...within.values },
  }
}
