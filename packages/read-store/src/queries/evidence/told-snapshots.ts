import { z } from 'zod'
import { defineQuery } from '../../named-query.ts'
import { type Condition, inRepositories, instant, oneOf, where } from '../conditions.ts'
import { withOwnNames } from './evidence-page.ts'
import { firstOf, messageRow } from './other-messages.ts'
import { syncedKeys, typesLike } from './synced-keys.ts'
import { evidencePart, thingsOf } from './things.ts'
import { type Among, CLOCK_MS, type Things } from './told-deliveries.ts'

/** Snapshots of a sync that tell of the things behind a number; deliveries may tell of them too. */
export const toldSnapshots = defineQuery({
  name: 'evidence.told_snapshots',
  parameters: z.object({ parts: z.array(evidencePart).min(1).readonly() }),
  row: messageRow,
  render: ({ parts }) => {
    const selects = parts.flatMap((part, index) => {
      const things = thingsOf(part)
      const snapshots = things === null ? null : snapshotsThatTellOf(things, part)
      return snapshots === null ? [] : [withOwnNames(snapshots, `part${index}`)]
    })
    const all = [NONE, ...selects.map(({ sql }) => sql)].join('\nUNION ALL\n')
    return {
      sql: firstOf(`SELECT id, min(its_time) AS at FROM (${all}) GROUP BY id`),
      values: Object.assign({}, ...selects.map(({ values }) => values)),
    }
  },
})

/** A union of nothing else. */
const NONE = "SELECT '' AS id, toDateTime64(0, 3, 'UTC') AS its_time WHERE 0"

/** Null: no snapshot tells of such things. What a look shows is older than the look. */
function snapshotsThatTellOf({ keys, events, firstTime }: Things, among: Among): Condition | null {
  const types = typeof events === 'string' ? [] : typesLike(Object.keys(events))
  if (types.length === 0) return null
  const kinds = types.map((type) => `type = '${type}', ${syncedKeys[type]}`)
  const { sql, values } = where([
    oneOf('type', 'types', types),
    firstTime === undefined
      ? among.since && {
          sql: `taken_at >= ${instant('looked_since')}`,
          values: { looked_since: among.since.getTime() },
        }
      : {
          sql: `taken_at >= toDateTime64((${firstTime.sql}), 3, 'UTC') - toIntervalMillisecond(${CLOCK_MS})`,
          values: firstTime.values,
        },
    inRepositories(among.repositories),
  ])
  return {
    sql: `
      SELECT id, its_time FROM (
        SELECT snapshot_id AS id, taken_at AS its_time, repository_id, arrayJoin(multiIf(${kinds.join(', ')}, [])) AS its_key
        FROM (
          SELECT snapshot_id, taken_at, type, body AS payload, JSONExtractUInt(body, 'repository_id') AS repository_id
          FROM snapshots)
        ${sql})
      WHERE (repository_id, its_key) IN (${keys.sql})`,
    values: { ...keys.values, ...values },
  }
}
