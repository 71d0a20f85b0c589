import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import {
  allOf,
  anyOfTexts,
  type Condition,
  generation,
  inRepositories,
  noneOfAnyCase,
  noneOfTexts,
  oneOf,
  oneOfAnyCase,
  repositoryIds,
  secondRange,
  tableOf,
  where,
} from './conditions.ts'
import { countedRange, repeatedReceipts, unionOf } from './delivery-counts.ts'

const asked = {
  since: z.date(),
  until: z.date(),
  repositories: repositoryIds,
  /** IANA name. */
  timezone: z.string(),
}

const heatRow = z.object({
  kind: z.string(),
  /** From 1, Monday. */
  weekday: z.number(),
  hour: z.number(),
  value: z.number(),
})

export type ActivityRow = z.output<typeof heatRow>

function placesOf(at: string): string {
  return `toDayOfWeek(${at}, 0, {timezone:String}) AS weekday, toHour(${at}, {timezone:String}) AS hour`
}

const QUARTER_MS = 900_000

/** Counted facts by hour of the week, from their quarters of an hour: every zone's hours begin with one. */
export const countedActivity = defineQuery({
  name: 'activity.counted',
  parameters: z.object({ generation, ...asked, counters: z.array(z.string()).readonly() }),
  row: heatRow,
  render: ({ generation: of, since, until, repositories, timezone, counters }) => {
    const start = new Date(Math.floor(since.getTime() / QUARTER_MS) * QUARTER_MS)
    const { sql, values } = where([
      oneOf('counter', 'counters', counters),
      // A zone is at most 14 hours away: its days around those of UTC hold the range.
      {
        sql: "day >= toDate({since:UInt32}, 'UTC') - 1 AND day <= toDate({until:UInt32}, 'UTC') + 1",
        values: {},
      },
      ...secondRange('quarter', { since: start, until }),
      inRepositories(repositories),
    ])
    const table = repositories === null ? 'counter_quarter_totals' : 'counter_quarters'
    return {
      // Merged as they lie: a third of what `max` of each quarter takes.
      sql: `
        SELECT counter AS kind, ${placesOf('quarter')}, sum(q.value) AS value FROM ${tableOf(table, of)} AS q FINAL ${sql}
        GROUP BY kind, weekday, hour`,
      values: { ...values, timezone },
    }
  },
})

/**
 * Contributions by hour of the week; `authors` null: anybody's but of those who are left out. All that is asked of them is of
 * their key: what is not of the range is left out before they are merged.
 */
export const contributedActivity = defineQuery({
  name: 'activity.contributed',
  parameters: z.object({
    ...asked,
    kinds: z.array(z.string()).readonly(),
    authors: anyOfTexts,
    without: noneOfTexts,
  }),
  row: heatRow,
  render: ({ since, until, repositories, timezone, kinds, authors, without }) => {
    const { sql, values } = where([
      oneOf('kind', 'kinds', kinds),
      ...secondRange('at', { since, until }),
      inRepositories(repositories),
      oneOf('login_key', 'authors', authors?.map((author) => author.toLowerCase()) ?? null),
      noneOfAnyCase('login_key', without),
    ])
    return {
      sql: `
        SELECT kind, ${placesOf('at')}, count() AS value FROM contributions ${sql}
        GROUP BY kind, weekday, hour SETTINGS final = 1, optimize_move_to_prewhere_if_final = 1`,
      values: { ...values, timezone },
    }
  },
})

const KIND_OF = { hour: 'hour', tenth: 'hour_part' } as const

/**
 * Deliveries by the hour of the week of their first receipt: by what was counted of hours or of their tenths, if the zone's
 * hours begin with one (`counted`), else from the archive, as it is where somebody's are asked for or left out.
 */
export const receivedActivity = defineQuery({
  name: 'activity.received',
  parameters: z.object({
    ...asked,
    senders: anyOfTexts,
    without: noneOfTexts,
    counted: z.enum(['hour', 'tenth']).nullable(),
  }),
  row: heatRow,
  render: ({ since, until, repositories, timezone, senders, without, counted: by }) => {
    const sentBy = allOf([
      oneOfAnyCase("ifNull(sender, '')", 'senders', senders),
      noneOfAnyCase("ifNull(sender, '')", without),
    ])
    const unit = sentBy === null ? by : null
    const { counted, rest } = countedRange({ since, until, repositories }, unit)
    const { sql, values } = unionOf([
      counted && unit && { sql: countedReceipts(KIND_OF[unit], counted.sql), values: counted.values },
      rest && firstReceipts(allOf([rest, sentBy]) ?? rest),
    ])
    return {
      sql: `
        SELECT 'deliveries' AS kind, weekday, hour, sum(n) AS value FROM (${sql})
        GROUP BY weekday, hour HAVING value > 0`,
      values: { ...values, timezone },
    }
  },
})

/** Attempts, less those that were not a delivery's first. */
function countedReceipts(kind: string, range: string): string {
  return `
    SELECT ${placesOf('at')}, sum(each) AS n FROM (
      SELECT start AS at, toInt64(attempts) AS each FROM delivery_counts FINAL WHERE kind = '${kind}' AND ${range}
      UNION ALL SELECT start AS at, toInt64(-1) AS each FROM (
        SELECT DISTINCT start, name FROM delivery_counts WHERE kind = 'again' AND ${range}))
    GROUP BY weekday, hour`
}

/** Of the archive's rows: a first attempt may have been archived twice. */
function firstReceipts({ sql, values }: Condition): RenderedQuery {
  return {
    sql: `
      SELECT ${placesOf('received_at')}, toInt64(uniqExact(received_at, sipHash64(guid))) AS n
      FROM deliveries WHERE ${sql} AND (received_at, guid) NOT IN (${repeatedReceipts}) GROUP BY weekday, hour`,
    values,
  }
}
