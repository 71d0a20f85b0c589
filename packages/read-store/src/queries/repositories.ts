import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { NEWEST_DAY } from '../tables/repositories.ts'
import { generation, inRepositories, MERGED, repositoryIds, rowTime, tableOf, where } from './conditions.ts'

const text = z.string().nullable()
const count = z.number().nullable()

const stateFields = z.object({
  mark: z.number(),
  full_name: z.string(),
  html_url: text,
  description: text,
  homepage: text,
  language: text,
  topics: z.array(z.string()),
  default_branch: text,
  visibility: text,
  fork: z.boolean().nullable(),
  archived: z.boolean().nullable(),
  disabled: z.boolean().nullable(),
  stars: count,
  forks: count,
  open_items: count,
  created_at: rowTime.nullable(),
  pushed_at: rowTime.nullable(),
})

const columns = {
  repository_id: z.number(),
  /** Of an empty mark when no payload told yet. */
  state: stateFields,
  first_seen_at: rowTime.nullable(),
  deleted_at: rowTime.nullable(),
  ci_at: rowTime.nullable(),
  tests_at: rowTime.nullable(),
  measured: z.object({
    taken_at: rowTime,
    contributors: count,
    has_languages: z.boolean(),
    languages: z.array(z.string()),
    bytes: z.array(z.number()),
  }),
}

const repositoryNow = z.object(columns)
const repositoryDay = z.object({ day: z.iso.date(), ...columns })

export type RepositoryNow = z.output<typeof repositoryNow>
export type RepositoryDay = z.output<typeof repositoryDay>

const NEWEST = `max(d.state) AS state, min(d.first_seen_at) AS first_seen_at, max(d.deleted_at) AS deleted_at,
  max(d.ci_at) AS ci_at, max(d.tests_at) AS tests_at, max(d.measured) AS measured`

/** Repositories as they are now. */
export const repositoriesNow = defineQuery({
  name: 'repositories.now',
  parameters: z.object({ repositories: repositoryIds }),
  row: repositoryNow,
  render: ({ repositories }) => {
    const { sql, values } = where([
      { sql: `day = '${NEWEST_DAY}'`, values: {} },
      inRepositories(repositories),
    ])
    return {
      sql: `SELECT repository_id, ${NEWEST} FROM repository_days AS d ${sql} GROUP BY repository_id ORDER BY repository_id`,
      values,
    }
  },
})

/** What each day before `before` told of a repository, oldest first; days that told nothing are missing. */
export const repositoryHistory = defineQuery({
  name: 'repositories.history',
  parameters: z.object({ repository_id: z.int().min(0), before: z.iso.date() }),
  row: repositoryDay,
  render: (values) => ({
    sql: `
      SELECT day, repository_id, ${NEWEST} FROM repository_days AS d
      WHERE day > '${NEWEST_DAY}' AND day < {before:Date} AND repository_id = {repository_id:UInt64}
      GROUP BY day, repository_id ORDER BY day`,
    values,
  }),
})

const days = { from: z.iso.date(), before: z.iso.date() }

/** Distinct commits of some days, of each repository that has any. */
export const recentCommits = defineQuery({
  name: 'repositories.recent_commits',
  parameters: z.object(days),
  row: z.object({ repository_id: z.number(), commits: z.number() }),
  render: (values) => ({
    sql: `
      SELECT repository_id, sum(newest) AS commits FROM (
        SELECT repository_id, day, max(d.value) AS newest FROM counter_days_by_time AS d
        WHERE day >= {from:Date} AND day < {before:Date} AND counter = 'commits' GROUP BY repository_id, day)
      GROUP BY repository_id`,
    values,
  }),
})

/** Distinct commits of a repository by day; days without any are missing. */
export const commitsByDay = defineQuery({
  name: 'repositories.commits_by_day',
  parameters: z.object({ repository_id: z.int().min(0), ...days }),
  row: z.object({ day: z.iso.date(), commits: z.number() }),
  render: (values) => ({
    sql: `
      SELECT day, max(d.value) AS commits FROM counter_days AS d
      WHERE counter = 'commits' AND repository_id = {repository_id:UInt64} AND day >= {from:Date} AND day < {before:Date}
      GROUP BY day ORDER BY day`,
    values,
  }),
})

const openCount = z.object({ repository_id: z.number(), open: z.number() })

/** Open issues that deliveries told of, of each repository that has had any. */
export const openIssuesByRepository = defineQuery({
  name: 'repositories.open_issues',
  parameters: z.object({}),
  row: openCount,
  render: () => ({
    sql: `
      SELECT repository_id, countIf(bitAnd(mark, 1) = 0 AND gone = 0) AS open
      FROM issues GROUP BY repository_id SETTINGS final = 1`,
    values: {},
  }),
})

/** Open pull requests that deliveries told of, of each repository that has had any. */
export const openPullRequestsByRepository = defineQuery({
  name: 'repositories.open_pull_requests',
  parameters: z.object({ generation }),
  row: openCount,
  render: ({ generation: of }) => ({
    sql: `
      SELECT repository_id, countIf(newest.state = 'open') AS open
      FROM (SELECT repository_id, latest AS newest FROM ${tableOf('pull_requests', of)}) GROUP BY repository_id ${MERGED}`,
    values: {},
  }),
})
