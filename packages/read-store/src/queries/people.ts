import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { inRepositories, repositoryIds, rowTime, where } from './conditions.ts'

/** Each is a column of the answer; the word before it is the kind of contribution that it counts. */
const COUNTS = {
  pulls_opened: 'pull_opened',
  pulls_merged: 'pull_merged',
  reviews: 'review',
  approvals: 'approval',
  approval_labels: 'approval_label',
  lgtm_labels: 'lgtm_label',
  comments: 'comment',
  commits: 'commit',
  issues_opened: 'issue_opened',
} as const

const count = z.number()

const contributorRow = z.object({
  login_key: z.string(),
  login: z.string(),
  account_type: z.string(),
  first_seen: rowTime,
  last_seen: rowTime,
  /** 0 and empty where the answer is not grouped by them. */
  in_repository: z.number(),
  on_day: z.string(),
  pulls_opened: count,
  pulls_merged: count,
  reviews: count,
  approvals: count,
  approval_labels: count,
  lgtm_labels: count,
  comments: count,
  commits: count,
  issues_opened: count,
  total: count,
})

export type ContributorRow = z.output<typeof contributorRow>

/**
 * Everybody who contributed on some days: dates `YYYY-MM-DD` in the server's time zone, from, inclusive, to, exclusive;
 * null is no bound. First and last seen are of all time, in the same repositories. The most contributions come first.
 */
export const contributorCounts = defineQuery({
  name: 'people.contributors',
  parameters: z.object({
    from: z.iso.date().nullable(),
    to: z.iso.date().nullable(),
    repositories: repositoryIds,
    by_repository: z.boolean(),
    by_day: z.boolean(),
  }),
  row: contributorRow,
  render: ({ from, to, repositories, by_repository, by_day }) => {
    const among = where([inRepositories(repositories)])
    const within = where([
      inRepositories(repositories),
      from === null ? null : { sql: 'day >= {from:Date}', values: { from } },
      to === null ? null : { sql: 'day < {to:Date}', values: { to } },
      { sql: "kind != 'own_review'", values: {} },
    ])
    const counts = Object.entries(COUNTS).map(([name, kind]) => `sumIf(newest, kind = '${kind}') AS ${name}`)
    return {
      sql: `
        SELECT * FROM (
          SELECT login_key, ${by_repository ? 'repository_id' : 'toUInt64(0)'} AS in_repository,
            ${by_day ? 'toString(day)' : "''"} AS on_day, ${counts.join(', ')}, sum(newest) AS total
          FROM (
            SELECT day, repository_id, kind, login_key, max(d.value) AS newest FROM contribution_days AS d ${within.sql}
            GROUP BY day, repository_id, kind, login_key)
          GROUP BY login_key, in_repository, on_day) AS counted
        INNER JOIN (
          SELECT login_key, max(p.name).login AS login, max(p.account_type) AS account_type,
            min(p.first_seen) AS first_seen, max(p.last_seen) AS last_seen
          FROM people AS p ${among.sql} GROUP BY login_key) AS known USING (login_key)
        ORDER BY total DESC, login_key, in_repository, on_day`,
      values: { ...among.values, ...within.values },
    }
  },
})
