import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  generation,
  inRange,
  inRepositories,
  MERGED,
  repositoryIds,
  rowTime,
  tableOf,
  where,
} from './conditions.ts'
import { ofRepositories } from './operations.ts'

const parameters = z.object({ repositories: repositoryIds })

/** Open pull requests. */
export const openPullRequests = defineQuery({
  name: 'summary.open_pull_requests',
  parameters: parameters.extend({ generation }),
  row: z.object({ open: z.number() }),
  render: ({ generation: of, repositories }) => {
    const { sql, values } = where([inRepositories(repositories)])
    return {
      sql: `
        SELECT countIf(newest.state = 'open') AS open
        FROM (SELECT latest AS newest FROM ${tableOf('pull_requests', of)} ${sql}) ${MERGED}`,
      values,
    }
  },
})

/** Different deliveries that were received from a time on. */
export const deliveriesSince = defineQuery({
  name: 'summary.deliveries',
  parameters: parameters.extend({ since: z.date() }),
  row: z.object({ deliveries: z.number() }),
  render: ({ since, repositories }) => {
    const { sql, values } = where([
      ...inRange('received_at', { since, until: null }),
      inRepositories(repositories),
    ])
    return { sql: `SELECT uniqExact(guid) AS deliveries FROM deliveries ${sql}`, values }
  },
})

/** The newest delivery; no row when there is none. */
export const newestDeliveryOf = defineQuery({
  name: 'summary.newest_delivery',
  parameters,
  row: z.object({ received_at: rowTime, guid: z.string(), event: z.string(), repository: z.string() }),
  render: ({ repositories }) => {
    const { sql, values } = where([inRepositories(repositories)])
    return {
      sql: `SELECT received_at, guid, event, repository FROM deliveries ${sql} ORDER BY received_at DESC, guid DESC LIMIT 1`,
      values,
    }
  },
})

/** Dead letters that are open. */
export const openDeadLetters = defineQuery({
  name: 'summary.open_dead_letters',
  parameters,
  row: z.object({ open: z.number() }),
  render: ({ repositories }) => {
    const { sql, values } = where([{ sql: "status = 'open'", values: {} }, ofRepositories(repositories)])
    return {
      sql: `
        SELECT count() AS open FROM (
          SELECT max(d.message_id) AS message_id, max(d.status).status AS status
          FROM dead_letters AS d GROUP BY dead_letter_id) ${sql}`,
      values,
    }
  },
})
