import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { repositoryIds, rowTime } from './conditions.ts'
import { countedParts, deliveryMarks, unionOf } from './delivery-counts.ts'

const GROUPED = `['event', 'hour', 'all'][grouping(event, hour)] AS level, toString(event) AS event, hour`
const SETS = 'GROUP BY GROUPING SETS ((), (event), (hour))'

/**
 * Attempts and the deliveries that were first received from the start of an hour on: in all (no hour, no event), by hour and
 * by event.
 */
export const deliveryTotals = defineQuery({
  name: 'deliveries.totals',
  parameters: z.object({ since: z.date(), repositories: repositoryIds }),
  row: z.object({
    level: z.enum(['all', 'event', 'hour']),
    event: z.string(),
    hour: rowTime,
    attempts: z.number(),
    deliveries: z.number(),
    /** Of these, those that a projection rejected. */
    rejected: z.number(),
  }),
  render: ({ since, repositories }) => {
    const received = { since, until: null, repositories }
    const { counted, attempts } = countedParts(received, 'hour')
    const marks = deliveryMarks(received, null)
    const { sql, values } = unionOf([
      counted && {
        sql: `
          SELECT ${GROUPED}, toInt64(sum(attempts)) AS n, n AS first, toInt64(0) AS bad
          FROM (
            SELECT kind, event, toDateTime(start, 'UTC') AS hour, attempts FROM delivery_counts FINAL
            WHERE kind = 'event' AND ${counted.sql}) ${SETS}`,
        values: counted.values,
      },
      attempts && {
        sql: `
          SELECT ${GROUPED}, toInt64(count()) AS n, n AS first, toInt64(0) AS bad
          FROM (SELECT event, toStartOfHour(received_at) AS hour FROM (${attempts.sql})) ${SETS}`,
        values: attempts.values,
      },
      {
        sql: `
          SELECT ${GROUPED}, toInt64(0) AS n, toInt64(sum(deliveries)) AS first, toInt64(sum(failed)) AS bad
          FROM (SELECT event, toStartOfHour(at) AS hour, deliveries, failed FROM (${marks.sql})) ${SETS}`,
        values: marks.values,
      },
    ])
    return {
      sql: `
        SELECT level, event, hour, sum(n) AS attempts, sum(first) AS deliveries, sum(bad) AS rejected
        FROM (${sql}) GROUP BY level, event, hour ORDER BY event, hour`,
      values,
    }
  },
})
