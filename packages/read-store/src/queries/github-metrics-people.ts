import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { anyOfTexts, inRepositories, oneOfAnyCase, rowTime, where } from './conditions.ts'
import { BY_OTHERS, keyOf, moments, PULL, receipts, SUBMITTED, tenth } from './github-metrics-moments.ts'
import {
  authorsOf,
  byAnother,
  each,
  hasMoment,
  isLabel,
  received,
  reviewersOf,
  shows,
  within,
} from './github-metrics-received.ts'
import { teamLabels } from './team-labels.ts'

/** Whose team a reviewer is in, by `<repository id> <login in lower case>`, place by place. */
const teams = { members: z.array(z.string()).readonly(), teams: z.array(z.string()).readonly() }

/** Who opened the pull requests that anything was received of. Only those with a known author. */
export const githubMetricsCreators = defineQuery({
  name: 'github_metrics.creators',
  parameters: z.object(receipts),
  row: z.object({
    user: z.string(),
    total_prs: z.number(),
    merged_prs: z.number(),
    closed_prs: z.number(),
    avg_commits_per_pr: z.number().nullable(),
  }),
  render: (range) => {
    const fits = within('receipt', range)
    const columns = [
      `arrayMax(${authorsOf(fits.sql)}) AS creator`,
      `${hasMoment(`${shows('merged')} AND ${fits.sql}`)} AS is_merged`,
      `${hasMoment(`${shows('closed')} AND ${fits.sql}`)} AND NOT is_merged AS is_closed`,
      `nullIf(${each('arrayMax', `if(${fits.sql}, told, 0)`, { told: 'commits', receipt: 'receipts' }, 'told')}, 0) - 1 AS most_commits`,
    ]
    const pulls = received(columns.join(', '), range)
    return {
      sql: `
        SELECT max(creator) AS user, count() AS total_prs, countIf(is_merged) AS merged_prs, countIf(is_closed) AS closed_prs,
          ${tenth('avg(most_commits)')} AS avg_commits_per_pr
        FROM ${pulls.sql} WHERE creator != '' GROUP BY lower(creator) ORDER BY total_prs DESC, lower(user)`,
      values: { ...pulls.values, ...fits.values },
    }
  },
})

/** Who reviewed pull requests of others, with how many of the reviews crossed teams. */
export const githubMetricsReviewers = defineQuery({
  name: 'github_metrics.reviewers',
  parameters: z.object({ ...receipts, ...teams }),
  row: z.object({
    user: z.string(),
    total_reviews: z.number(),
    prs_reviewed: z.number(),
    cross_team_reviews: z.number(),
  }),
  render: ({ members, teams: of, ...range }) => {
    const fits = within('receipt', range)
    const pulls = received(
      `${PULL}, ${reviewersOf(`${byAnother('kind')} AND login != '' AND ${fits.sql}`)} AS logins`,
      range,
    )
    const crossing = members.length === 0 ? null : crossTeam(range.repositories)
    return {
      sql: `
        SELECT max(m.actor) AS user, count() AS total_reviews, countIf(m.nth = 1) AS prs_reviewed,
          ${crossing === null ? '0' : `countIf(${crossing.expression})`} AS cross_team_reviews
        FROM (
          SELECT ${PULL}, actor, nth FROM ${pulls.sql}
          ARRAY JOIN logins AS actor, arrayEnumerateUniq(arrayMap(each -> lower(each), logins)) AS nth) AS m ${crossing?.join ?? ''}
        GROUP BY lower(m.actor) ORDER BY total_reviews DESC, lower(user)`,
      values: { ...pulls.values, ...fits.values, ...(crossing && { members, teams: of }) },
    }
  },
})

const TEAM = `transform(concat(toString(m.repository_id), ' ', ${keyOf('m.actor')}), {members:Array(String)}, {teams:Array(String)}, '')`

function crossTeam(repositories: readonly number[] | null) {
  const among = inRepositories(repositories)
  return {
    join: `LEFT JOIN (${teamLabels(among)}) AS s USING (${PULL})`,
    expression: `(sig != '' AND ${TEAM} NOT IN ('', sig))`,
  }
}

const labelledRow = z.object({ user: z.string(), labels: z.number(), prs: z.number() })

/** Who approved, or said lgtm, by a label that names them. */
export const githubMetricsLabelled = defineQuery({
  name: 'github_metrics.labelled',
  parameters: z.object({ ...receipts, label: z.enum(['approved', 'lgtm']) }),
  row: labelledRow,
  render: ({ label, ...range }) => {
    const fits = within('receipt', range)
    const pulls = received(`${PULL}, label_logins, label_kinds, label_receipts`, range, {
      sql: 'notEmpty(label_logins)',
      values: {},
    })
    return {
      sql: `
        SELECT max(login) AS user, count() AS labels, uniqExact(${PULL}) AS prs
        FROM ${pulls.sql} ARRAY JOIN label_logins AS login, label_kinds AS kind, label_receipts AS receipt
        WHERE ${isLabel('kind', label)} AND ${fits.sql} GROUP BY lower(login) ORDER BY labels DESC, lower(user)`,
      values: { ...pulls.values, ...fits.values },
    }
  },
})

const crossTeamFilters = {
  ...receipts,
  ...teams,
  users: anyOfTexts,
  without: anyOfTexts,
  reviewer_teams: anyOfTexts,
  pull_teams: anyOfTexts,
}

/** Submitted reviews of others' pull requests that crossed teams: the page, or how many by both teams. */
export const githubMetricsCrossTeam = defineQuery({
  name: 'github_metrics.cross_team',
  parameters: z.object({ ...crossTeamFilters, limit: z.int(), offset: z.int() }),
  row: z.object({
    repository_id: z.number(),
    number: z.number(),
    review_id: z.string(),
    reviewer: z.string(),
    reviewer_team: z.string(),
    pull_team: z.string(),
    state: z.string(),
    at: rowTime,
    received: rowTime,
  }),
  render: ({ limit, offset, ...wanted }) => {
    const { sql, values } = crossTeamReviews(wanted)
    return {
      sql: `
        SELECT repository_id, number, subject AS review_id, assumeNotNull(actor) AS reviewer, reviewer_team,
          sig AS pull_team, replaceOne(action, 'review_', '') AS state, at, received
        FROM (${sql}) ORDER BY at DESC, repository_id, number, subject LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
      values: { ...values, limit, offset },
    }
  },
})

export const githubMetricsCrossTeamTotals = defineQuery({
  name: 'github_metrics.cross_team_totals',
  parameters: z.object(crossTeamFilters),
  row: z.object({ reviewer_team: z.string(), pull_team: z.string(), reviews: z.number() }),
  render: (wanted) => {
    const { sql, values } = crossTeamReviews(wanted)
    return {
      sql: `SELECT reviewer_team, sig AS pull_team, count() AS reviews FROM (${sql}) GROUP BY reviewer_team, sig ORDER BY ALL`,
      values,
    }
  },
})

type CrossTeamFilters = z.output<z.ZodObject<typeof crossTeamFilters>>

function crossTeamReviews({
  users,
  without,
  reviewer_teams,
  pull_teams,
  members,
  teams: of,
  ...range
}: CrossTeamFilters) {
  const { sql, values } = moments(range, SUBMITTED)
  const { join, expression } = crossTeam(range.repositories)
  const fits = where([
    { sql: `isNotNull(actor) AND ${BY_OTHERS} AND ${expression}`, values: {} },
    oneOfAnyCase("ifNull(actor, '')", 'users', users),
    without && { sql: `NOT has({without:Array(String)}, ${keyOf('actor')})`, values: { without } },
    reviewer_teams && {
      sql: 'has({reviewer_teams:Array(String)}, reviewer_team)',
      values: { reviewer_teams },
    },
    pull_teams && { sql: 'has({pull_teams:Array(String)}, sig)', values: { pull_teams } },
  ])
  return {
    sql: `SELECT m.*, sig, ${TEAM} AS reviewer_team FROM ${sql} ${join} ${fits.sql}`,
    values: { ...values, ...fits.values, members, teams: of },
  }
}
