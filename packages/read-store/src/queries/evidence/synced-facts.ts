import { z } from 'zod'
import { defineQuery } from '../../named-query.ts'
import { inRepositories, instant, oneOf, repositoryIds, timeRange, where } from '../conditions.ts'
import { countedQuestion, countedThings } from './counted-things.ts'
import { firstOf, messageRow } from './other-messages.ts'
import { syncedCounterKeys } from './payload-keys.ts'

const types = Object.keys(syncedCounterKeys)
const KEYS = Object.entries(syncedCounterKeys).map(([type, keys]) => `type = '${type}', ${keys}`)

/** Snapshots of a sync that tell of the facts of a range; deliveries may tell of them too. */
export const syncedFacts = defineQuery({
  name: 'evidence.synced_facts',
  parameters: z.object({ ...timeRange, repositories: repositoryIds, ...countedQuestion }),
  row: messageRow,
  render: ({ repositories, since, until, ...question }) => {
    const { keys } = countedThings(question, { repositories, since, until })
    const told = where([
      oneOf('type', 'types', types),
      // What a look shows is older than the look.
      since && { sql: `taken_at >= ${instant('looked_since')}`, values: { looked_since: since.getTime() } },
      inRepositories(repositories),
    ])
    return {
      sql: firstOf(`
        SELECT id, min(taken_at) AS at FROM (
          SELECT snapshot_id AS id, taken_at, repository_id, arrayJoin(multiIf(${KEYS.join(', ')}, [])) AS its_key
          FROM (
            SELECT snapshot_id, taken_at, type, body AS payload, JSONExtractUInt(body, 'repository_id') AS repository_id
            FROM snapshots)
          ${told.sql})
        WHERE (repository_id, its_key) IN (${keys.sql}) GROUP BY id`),
      values: { ...keys.values, ...told.values },
    }
  },
})
