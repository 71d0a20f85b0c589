import { z } from 'zod'
import { defineQuery } from '../../named-query.ts'
import { inRange, inRepositories, instant, repositoryIds, rowTime, timeRange, where } from '../conditions.ts'
import type { KeysByEvent } from './payload-keys.ts'
import { evidenceThings, thingsBehind } from './things.ts'

const evidenceRow = z.object({
  guid: z.string(),
  event: z.string(),
  action: z.string(),
  repository: z.string(),
  received_at: rowTime,
  total: z.number(),
})

export type EvidenceRow = z.output<typeof evidenceRow>

/** Clocks differ, and days are wider than ranges: what was told may be dated later than it was received. */
const CLOCK_MS = 2 * 86_400_000

/**
 * The deliveries whose payloads tell of the things behind a number, by their first receipt. Those are looked for from the
 * beginning of the range on, in payloads that are still kept.
 */
export const evidencePage = defineQuery({
  name: 'evidence.page',
  parameters: z.object({
    ...timeRange,
    repositories: repositoryIds,
    of: evidenceThings,
    after: z.object({ received_at: z.date(), guid: z.string() }).nullable(),
    limit: z.int(),
  }),
  row: evidenceRow,
  render: ({ after, limit, ...asked }) => {
    const { since, repositories } = asked
    const { keys, events } = thingsBehind(asked)
    const told = where([
      ...inRange('received_at', { since: since && new Date(since.getTime() - CLOCK_MS), until: null }),
      inRepositories(repositories),
      { sql: 'event IN {evidence_events:Array(String)}', values: { evidence_events: Object.keys(events) } },
    ])
    const { since: from, ...values } = told.values
    return {
      sql: `
        SELECT guid, event, action, repository, received_at, total FROM (
          SELECT guid, any(its_event) AS event, any(its_action) AS action, any(its_name) AS repository,
            min(its_receipt) AS received_at, count() OVER () AS total
          FROM (
            SELECT guid, event AS its_event, action AS its_action, repository AS its_name, received_at AS its_receipt,
              assumeNotNull(repository_id) AS its_repository, arrayJoin(${keysIn(events)}) AS its_key
            FROM deliveries ${told.sql.replace('{since:', '{evidence_since:')})
          WHERE (its_repository, its_key) IN (${keys.sql}) GROUP BY guid)
        ${after === null ? '' : `WHERE (received_at, guid) > (${instant('after_at')}, {after_guid:String})`}
        ORDER BY received_at, guid LIMIT {limit:UInt32}`,
      values: {
        ...keys.values,
        ...values,
        ...(from === undefined ? {} : { evidence_since: from }),
        limit,
        ...(after && { after_at: after.received_at.getTime(), after_guid: after.guid }),
      },
    }
  },
})

function keysIn(events: KeysByEvent): string {
  const cases = Object.entries(events).map(([event, keys]) => `event = '${event}', ${keys}`)
  return `multiIf(${cases.join(', ')}, [])`
}
