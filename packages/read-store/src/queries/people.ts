import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { type Condition, inRepositories, MERGED, repositoryIds, rowTime, where } from './conditions.ts'

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

const parameters = z.object({
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  repositories: repositoryIds,
  by_repository: z.boolean(),
  by_day: z.boolean(),
})

type Question = z.output<typeof parameters>

/**
 * Everybody who contributed on some days: dates `YYYY-MM-DD` in the server's time zone, from, inclusive, to, exclusive;
 * null is no bound. First and last seen are of all time, in the same repositories. The most contributions come first.
 */
export const contributorCounts = defineQuery({
  name: 'people.contributors',
  parameters,
  row: contributorRow,
  render: (question) => {
    const among = where([inRepositories(question.repositories)])
    const parts = partsOf(question)
    const counts = Object.entries(COUNTS).map(([name, kind]) => `sumIf(value, kind = '${kind}') AS ${name}`)
    return {
      sql: `
        SELECT * FROM (
          SELECT login_key, in_repository, on_day, ${counts.join(', ')}, sum(value) AS total
          FROM (${parts.map(({ sql }) => sql).join(' UNION ALL ')})
          GROUP BY login_key, in_repository, on_day) AS counted
        INNER JOIN (
          SELECT login_key, max(p.name).login AS login, max(p.account_type) AS account_type,
            min(p.first_seen) AS first_seen, max(p.last_seen) AS last_seen
          FROM people AS p ${among.sql} GROUP BY login_key) AS known USING (login_key)
        ORDER BY total DESC, login_key, in_repository, on_day ${question.repositories === null ? MERGED : ''}`,
      values: Object.assign({}, among.values, ...parts.map(({ values }) => values)),
    }
  },
})

/** Of all repositories together whole months come from their rollup; everything else, and the edges, from the days. */
function partsOf(question: Question): readonly Condition[] {
  const { from, to, repositories, by_repository, by_day } = question
  const isTotal = repositories === null && !by_repository && !by_day
  const first = from === null || from.endsWith('-01') ? from : monthAfter(from)
  const end = to && `${to.slice(0, 7)}-01`
  if (!isTotal || (first !== null && end !== null && first >= end)) return [dayRows(question, from, to, '')]
  return [
    monthRows(first, end),
    ...(from === first ? [] : [dayRows(question, from, first, 'before_')]),
    ...(to === end ? [] : [dayRows(question, end, to, 'after_')]),
  ]
}

function monthAfter(date: string): string {
  const [year = 0, month = 0] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

function dayRows(
  { repositories, by_repository, by_day }: Question,
  from: string | null,
  to: string | null,
  name: string,
): Condition {
  const { sql, values } = where([inRepositories(repositories), ...within('day', from, to, name), NOT_OWN])
  return {
    sql: `
      SELECT login_key, ${by_repository ? 'repository_id' : 'toUInt64(0)'} AS in_repository,
        ${by_day ? 'toString(day)' : "''"} AS on_day, kind, sum(value) AS value
      FROM ${repositories === null ? `contribution_days ${sql}` : `(${mergedDays(sql)})`}
      GROUP BY login_key, in_repository, on_day, kind`,
    values,
  }
}

/** The days of a few repositories lie far apart: of these GROUP BY reads less than FINAL. */
function mergedDays(filter: string): string {
  return `
    SELECT day, repository_id, kind, login_key, max(d.value) AS value FROM contribution_days AS d ${filter}
    GROUP BY day, repository_id, kind, login_key`
}

function monthRows(from: string | null, to: string | null): Condition {
  const { sql, values } = where([...within('month', from, to, 'months_'), NOT_OWN])
  return {
    sql: `
      SELECT login_key, toUInt64(0) AS in_repository, '' AS on_day, kind, sum(value) AS value
      FROM contribution_months ${sql} GROUP BY login_key, kind`,
    values,
  }
}

/** Reviews of one's own pull requests are none. */
const NOT_OWN: Condition = { sql: "kind != 'own_review'", values: {} }

function within(column: string, from: string | null, to: string | null, name: string): (Condition | null)[] {
  return [
    from === null ? null : { sql: `${column} >= {${name}from:Date}`, values: { [`${name}from`]: from } },
    to === null ? null : { sql: `${column} < {${name}to:Date}`, values: { [`${name}to`]: to } },
  ]
}
