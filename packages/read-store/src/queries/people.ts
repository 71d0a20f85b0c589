import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  inRepositories,
  oneOf,
  repositoryIds,
  rowTime,
  where,
} from './conditions.ts'
import { type SortColumns, sortedCount, sortedPage, sortedRow, sorting } from './sorting.ts'

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
  ...sortedRow,
})

export type ContributorRow = z.output<typeof contributorRow>

/** Of all these the counts are at hand before names are: a page is cut by them, and only its rows are looked up. */
const orders: SortColumns = {
  login: { sql: 'login_key', type: 'String' },
  contributions: sortedCount('total'),
  ...Object.fromEntries(Object.keys(COUNTS).map((name) => [name, sortedCount(name)])),
}

const key = { login_key: 'String', in_repository: 'UInt64', on_day: 'String' } as const

const parameters = z.object({
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  repositories: repositoryIds,
  /** Logins in lower case; null: anybody's. */
  logins: anyOfTexts,
  without: z.array(z.string()).readonly(),
  /** Only these are counted; null: all but reviews of one's own pull requests. */
  kinds: z
    .array(z.enum(['pull_opened', 'review', 'approval']))
    .readonly()
    .nullable(),
  by_repository: z.boolean(),
  by_day: z.boolean(),
  sorting,
  /** Null: all of them. */
  limit: z.int().nullable(),
})

type Question = z.output<typeof parameters>

/**
 * Who contributed on some days: dates `YYYY-MM-DD` in the server's time zone, from, inclusive, to, exclusive; null is
 * no bound. First and last seen are of all time, in the same repositories.
 */
export const contributorCounts = defineQuery({
  name: 'people.contributors',
  parameters,
  row: contributorRow,
  render: (question) => {
    const { repositories, limit } = question
    const { column, after, order } = sortedPage(orders, key, question.sorting, '>')
    const known = where([inRepositories(repositories), ...wanted(question)])
    const parts = partsOf(question)
    const counts = Object.entries(COUNTS).map(([name, kind]) => `sumIf(value, kind = '${kind}') AS ${name}`)
    return {
      sql: `
        SELECT * FROM (
          SELECT login_key, in_repository, ${question.by_day ? 'toString(day)' : "''"} AS on_day, ${counts.join(', ')},
            sum(value) AS total, ${column}
          FROM (${parts.map(({ sql }) => sql).join(' UNION ALL ')})
          GROUP BY login_key, in_repository${question.by_day ? ', day' : ''} ${after === null ? '' : `HAVING ${after.sql}`}
          ${limit === null ? '' : `${order} LIMIT {limit:UInt32}`}) AS counted
        INNER JOIN (
          SELECT login_key, max(p.name).login AS login, max(p.account_type) AS account_type,
            min(p.first_seen) AS first_seen, max(p.last_seen) AS last_seen
          FROM people AS p ${known.sql} GROUP BY login_key) AS known USING (login_key)
        ${order}`,
      values: {
        ...Object.assign({}, known.values, ...parts.map(({ values }) => values)),
        ...after?.values,
        ...(limit !== null && { limit }),
      },
    }
  },
})

function wanted({ logins, without }: Question): readonly (Condition | null)[] {
  return [
    oneOf('login_key', 'logins', logins),
    without.length === 0 ? null : { sql: 'login_key NOT IN {without:Array(String)}', values: { without } },
  ]
}

const accountRow = z.object({ login_key: z.string(), login: z.string(), account_type: z.string() })

/** Everybody who ever contributed to some repositories. */
export const contributingAccounts = defineQuery({
  name: 'people.accounts',
  parameters: z.object({ repositories: repositoryIds }),
  row: accountRow,
  render: ({ repositories }) => {
    const { sql, values } = where([inRepositories(repositories)])
    return {
      sql: `
        SELECT login_key, max(p.name).login AS login, max(p.account_type) AS account_type
        FROM people AS p ${sql} GROUP BY login_key`,
      values,
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
    monthRows(question, first, end),
    ...(from === first ? [] : [dayRows(question, from, first, 'before_')]),
    ...(to === end ? [] : [dayRows(question, end, to, 'after_')]),
  ]
}

function monthAfter(date: string): string {
  const [year = 0, month = 0] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

/** By day or repository there are nearly as many groups as rows: these are added up once, at the end. */
function dayRows(question: Question, from: string | null, to: string | null, name: string): Condition {
  const { repositories, by_repository, by_day } = question
  const { sql, values } = where([
    inRepositories(repositories),
    ...within('day', from, to, name),
    ofKinds(question),
    ...wanted(question),
  ])
  const rows = `(${repositories === null ? merged('day, repository_id', 'contribution_days', sql) : mergedDays(sql)})`
  const group = `login_key, ${by_repository ? 'repository_id' : 'toUInt64(0)'} AS in_repository`
  return {
    sql:
      by_day || by_repository
        ? `SELECT ${group}, day, kind, value FROM ${rows}`
        : `SELECT ${group}, kind, sum(value) AS value FROM ${rows} GROUP BY login_key, in_repository, kind`,
    values,
  }
}

/** Only these rows: of people, GROUP BY takes half the time of FINAL. */
function merged(columns: string, table: string, filter: string): string {
  return `SELECT ${columns}, kind, login_key, value FROM ${table} ${filter} SETTINGS final = 1`
}

/** The days of a few repositories lie far apart: of these GROUP BY reads less than FINAL. */
function mergedDays(filter: string): string {
  return `
    SELECT day, repository_id, kind, login_key, max(d.value) AS value FROM contribution_days AS d ${filter}
    GROUP BY day, repository_id, kind, login_key`
}

function monthRows(question: Question, from: string | null, to: string | null): Condition {
  const { sql, values } = where([
    ...within('month', from, to, 'months_'),
    ofKinds(question),
    ...wanted(question),
  ])
  return {
    sql: `
      SELECT login_key, toUInt64(0) AS in_repository, kind, sum(value) AS value
      FROM (${merged('month', 'contribution_months', sql)}) GROUP BY login_key, kind`,
    values,
  }
}

/** Reviews of one's own pull requests are none. */
function ofKinds({ kinds }: Question): Condition {
  return oneOf('kind', 'kinds', kinds) ?? { sql: "kind != 'own_review'", values: {} }
}

function within(column: string, from: string | null, to: string | null, name: string): (Condition | null)[] {
  return [
    from === null ? null : { sql: `${column} >= {${name}from:Date}`, values: { [`${name}from`]: from } },
    to === null ? null : { sql: `${column} < {${name}to:Date}`, values: { [`${name}to`]: to } },
  ]
}
