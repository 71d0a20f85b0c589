import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  inRepositories,
  noneOfAnyCase,
  noneOfTexts,
  oneOf,
  repositoryIds,
  rowTime,
  second,
  secondRange,
  timeRange,
  toSecond,
  where,
} from './conditions.ts'

const activityRecordKinds = ['commit', 'pr_opened', 'pr_merged', 'issue_closed'] as const

const place = z.object({ at: z.date(), repository_id: z.int().min(0), kind: z.string(), key: z.string() })

const recordRow = z.object({
  at: rowTime,
  repository_id: z.number(),
  kind: z.enum(activityRecordKinds),
  key: z.string(),
  actor: z.string().nullable(),
  about: z.object({
    message: z.string(),
    url: z.string(),
    author: z.string(),
    has_account: z.boolean(),
  }),
})

export type ActivityRecordNow = z.output<typeof recordRow>

const KEY = 'at, repository_id, kind, key'
const ORDER = 'ORDER BY at DESC, repository_id DESC, kind DESC, key DESC'

const parameters = z.object({
  ...timeRange,
  repositories: repositoryIds,
  kinds: anyOfTexts,
  /** Logins, or names of those without an account, in lower case. */
  authors: anyOfTexts,
  without: noneOfTexts,
  after: place.nullable(),
  limit: z.int(),
})

/** Records of activity, the newest first. Every row of one record names the same author, so its rows need no merging to be chosen. */
export const activityRecords = defineQuery({
  name: 'activity.records',
  parameters,
  row: recordRow,
  render: ({ repositories, kinds, authors, without, after, limit, ...range }) => {
    const { sql, values } = where([
      ...secondRange('at', range),
      beforePlace(after),
      inRepositories(repositories),
      oneOf('kind', 'kinds', kinds),
      oneOf('author_key', 'authors', authors),
      noneOfAnyCase('author_key', without),
    ])
    return {
      sql: `
        SELECT ${KEY}, max(r.actor) AS actor, max(r.about) AS about FROM activity_records AS r
        WHERE (${KEY}) IN (SELECT ${KEY} FROM activity_records ${sql} ${ORDER} LIMIT 1 BY ${KEY} LIMIT {limit:UInt32})
        GROUP BY ${KEY} ${ORDER}`,
      values: { ...values, limit },
    }
  },
})

function beforePlace(after: z.output<typeof place> | null): Condition | null {
  if (after === null) return null
  const at = second('after_at')
  return {
    sql: `at <= ${at} AND (${KEY}) < (${at}, {after_repository:UInt64}, {after_kind:String}, {after_key:String})`,
    values: {
      after_at: toSecond(after.at),
      after_repository: after.repository_id,
      after_kind: after.kind,
      after_key: after.key,
    },
  }
}
