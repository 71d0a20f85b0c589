import { merged, tuple } from '../column-type.ts'
import type { Rollup } from '../rollup.ts'
import { literal } from '../sql-text.ts'
import { defineTable, type RowOfTable } from '../table.ts'

const contributions = defineTable('contributions', ['repository_id', 'kind', 'login_key', 'at', 'key'], {
  repository_id: 'UInt64',
  kind: 'LowCardinality(String)',
  login_key: 'String',
  at: "DateTime('UTC')",
  key: 'String',
  number: 'UInt64',
})

const contributionDays = defineTable('contribution_days', ['day', 'repository_id', 'kind', 'login_key'], {
  repository_id: 'UInt64',
  day: 'Date',
  kind: 'LowCardinality(String)',
  login_key: 'String',
  value: merged('max', 'UInt64'),
})

const contributionMonths = defineTable('contribution_months', ['month', 'kind', 'login_key', 'shard'], {
  month: 'Date',
  kind: 'LowCardinality(String)',
  login_key: 'String',
  shard: 'UInt64',
  value: merged('max', 'UInt64'),
})

const people = defineTable('people', ['repository_id', 'login_key'], {
  repository_id: 'UInt64',
  login_key: 'String',
  first_seen: merged('min', "DateTime('UTC')"),
  last_seen: merged('max', "DateTime('UTC')"),
  account_type: merged('max', 'String'),
  name: merged('max', tuple({ seen_at: "DateTime('UTC')", login: 'String' })),
})

const activityRecords = defineTable('activity_records', ['at', 'repository_id', 'kind', 'key'], {
  at: "DateTime('UTC')",
  repository_id: 'UInt64',
  kind: 'LowCardinality(String)',
  key: 'String',
  author_key: merged('max', 'String'),
  actor: merged('max', 'Nullable(String)'),
  about: merged(
    'max',
    tuple({
      seen_at: "DateTime('UTC')",
      message: 'String',
      url: 'String',
      author: 'String',
      has_account: 'Bool',
    }),
  ),
})

export const peopleTables = [contributions, contributionDays, contributionMonths, people, activityRecords]

export type ContributionRow = RowOfTable<typeof contributions>
export type PersonRow = RowOfTable<typeof people>
export type ActivityRecordRow = RowOfTable<typeof activityRecords>

/** Every time zone's days begin at a quarter of an hour. */
const QUARTER = 900

/** Unix seconds at which the quarter of an hour began that holds a contribution. */
function quarterOf({ at }: Readonly<Record<string, unknown>>): number {
  if (!(at instanceof Date)) throw new TypeError('a contribution without its time')
  return Math.floor(at.getTime() / 1000 / QUARTER) * QUARTER
}

/** In the order in which they are recounted: months read the days. */
export const peopleRollups: readonly Rollup[] = [
  {
    table: contributionDays,
    from: 'contributions',
    bucketOf: (row) =>
      `(${Number(row.repository_id)},${literal(String(row.kind))},${literal(String(row.login_key))},${quarterOf(row)})`,
    select: ({ tableOf, settings: { timezone } }, buckets) => {
      const dayOf = (time: string) => `toDate(${time}, ${literal(timezone)})`
      const touched =
        buckets === null
          ? ''
          : `WHERE (repository_id, kind, login_key, ${dayOf('at')}) IN (
              SELECT b.1, b.2, b.3, ${dayOf("toDateTime(b.4, 'UTC')")} FROM (SELECT arrayJoin([${buckets.join(',')}]) AS b))
            AND (repository_id, kind, login_key) IN (SELECT b.1, b.2, b.3 FROM (SELECT arrayJoin([${buckets.join(',')}]) AS b))`
      return `
        SELECT repository_id, ${dayOf('at')} AS day, kind, login_key, uniqExact(key) AS value
        FROM ${tableOf('contributions')} ${touched} GROUP BY repository_id, day, kind, login_key`
    },
  },
  {
    table: contributionMonths,
    from: 'contributions',
    bucketOf: (row) => `(${literal(String(row.kind))},${literal(String(row.login_key))},${quarterOf(row)})`,
    select: ({ tableOf, shard, settings: { timezone } }, buckets) => {
      const monthOf = `toStartOfMonth(toDate(toDateTime(b.3, 'UTC'), ${literal(timezone)}))`
      const touched =
        buckets === null
          ? ''
          : `WHERE (toStartOfMonth(day), kind, login_key) IN (
              SELECT ${monthOf}, b.1, b.2 FROM (SELECT arrayJoin([${buckets.join(',')}]) AS b))`
      return `
        SELECT month, kind, login_key, ${shard} AS shard, sum(day_value) AS value FROM (
          SELECT toStartOfMonth(day) AS month, kind, login_key, max(d.value) AS day_value
          FROM ${tableOf('contribution_days')} AS d ${touched} GROUP BY day, repository_id, kind, login_key)
        GROUP BY month, kind, login_key`
    },
  },
]
