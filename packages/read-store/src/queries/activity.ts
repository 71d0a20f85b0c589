import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  generation,
  inRange,
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
    const [table, part] =
      repositories === null ? ['counter_quarter_totals', 'shard'] : ['counter_quarters', 'repository_id']
    return {
      sql: `
        SELECT counter AS kind, ${placesOf('quarter')}, sum(newest) AS value FROM (
          SELECT counter, quarter, max(q.value) AS newest FROM ${tableOf(table, of)} AS q ${sql}
          GROUP BY counter, quarter, ${part})
        GROUP BY kind, weekday, hour`,
      values: { ...values, timezone },
    }
  },
})

/** Contributions by hour of the week; `authors` null: anybody's but of those who are left out. */
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
        GROUP BY kind, weekday, hour SETTINGS final = 1`,
      values: { ...values, timezone },
    }
  },
})

/** Different deliveries by the hour of the week of their receipt. */
export const receivedActivity = defineQuery({
  name: 'activity.received',
  parameters: z.object({ ...asked, senders: anyOfTexts, without: noneOfTexts }),
  row: heatRow,
  render: ({ since, until, repositories, timezone, senders, without }) => {
    const { sql, values } = where([
      ...inRange('received_at', { since, until }),
      inRepositories(repositories),
      oneOfAnyCase("ifNull(sender, '')", 'senders', senders),
      noneOfAnyCase("ifNull(sender, '')", without),
    ])
    return {
      sql: `
        SELECT 'deliveries' AS kind, ${placesOf('received_at')}, uniqExact(guid) AS value
        FROM deliveries ${sql} GROUP BY weekday, hour`,
      values: { ...values, timezone },
    }
  },
})
