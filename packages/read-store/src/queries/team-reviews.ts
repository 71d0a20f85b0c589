import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { anyOfTexts, type Condition, inRepositories, oneOfAnyCase, rowTime, where } from './conditions.ts'
import { reviewedPulls, reviewQuestion } from './reviews.ts'
import {
  type SortColumns,
  sortedCount,
  sortedPage,
  sortedRow,
  sortedText,
  sortedTime,
  sorting,
} from './sorting.ts'
import { teamLabels } from './team-labels.ts'

/** Reviews by teams. Team names are compared without case; null: any. */
export const teamQuestion = {
  ...reviewQuestion,
  /** Members of teams: `<repository id> <login in lower case>` and, at the same place, the team's name. */
  members: z.object({ keys: z.array(z.string()).readonly(), teams: z.array(z.string()).readonly() }),
  reviewer_teams: anyOfTexts,
  teams: anyOfTexts,
}

export type TeamQuestion = z.output<z.ZodObject<typeof teamQuestion>>

const memberOf = (login: string) =>
  `transform(concat(toString(its_repository), ' ', ${login}), {member_keys:Array(String)}, {member_teams:Array(String)}, '')`

/**
 * SELECT of pull requests and reviewers with the teams of both, where both are known: a pull request's team is its label `sig-…`
 * or, without one, its author's; a reviewer's is that of the file.
 */
export function teamReviews({ members, reviewer_teams, teams, ...question }: TeamQuestion): Condition {
  const pulls = reviewedPulls(question)
  const labels = teamLabels(inRepositories(question.repositories), {
    sql: `(repository_id, number) IN (SELECT its_repository, its_number FROM (${pulls.sql}))`,
    values: {},
  })
  const asked = where([
    { sql: "reviews > 0 AND reviewer_team != '' AND pull_team != ''", values: {} },
    oneOfAnyCase('reviewer_team', 'reviewer_teams', reviewer_teams),
    oneOfAnyCase('pull_team', 'pull_teams', teams),
  ])
  return {
    sql: `
      SELECT * FROM (
        SELECT pulls.*, ${memberOf('reviewer')} AS reviewer_team, if(sig != '', sig, ${memberOf('author_key')}) AS pull_team,
          reviewer_team != pull_team AS crosses
        FROM (${pulls.sql}) AS pulls LEFT JOIN (
          SELECT repository_id AS label_repository, number AS label_number, sig FROM (${labels})) AS labels
        ON its_repository = label_repository AND its_number = label_number)
      ${asked.sql}`,
    values: { ...pulls.values, ...asked.values, member_keys: members.keys, member_teams: members.teams },
  }
}

const orders: SortColumns = {
  first_reviewed_at: sortedTime('first_in_range'),
  team: sortedText('pull_team'),
  author: { sql: "nullIf(author_key, '')", type: 'String' },
  reviewer: { sql: 'reviewer', type: 'String' },
  reviewer_team: sortedText('reviewer_team'),
  reviews: sortedCount('reviews'),
  approvals: sortedCount('approvals'),
}

const key = { its_repository: 'UInt64', its_number: 'UInt64', reviewer: 'String' } as const

/** Reviews that crossed teams, by pull request and reviewer: a page. */
export const crossTeamReviews = defineQuery({
  name: 'reviews.cross_team',
  parameters: z.object({ ...teamQuestion, sorting, limit: z.int() }),
  row: z.object({
    repository_id: z.number(),
    number: z.number(),
    author: z.string(),
    reviewer: z.string(),
    reviewer_team: z.string(),
    pull_team: z.string(),
    reviews: z.number(),
    approvals: z.number(),
    at: rowTime,
    ...sortedRow,
  }),
  render: ({ sorting: asked, limit, ...question }) => {
    const { sql, values } = teamReviews(question)
    const { column, after, order } = sortedPage(orders, key, asked, '>')
    const rest = where([{ sql: 'crosses', values: {} }, after])
    return {
      sql: `
        SELECT its_repository AS repository_id, its_number AS number, author, reviewer, reviewer_team, pull_team, reviews, approvals,
          assumeNotNull(first_in_range) AS at, ${column}
        FROM (${sql}) ${rest.sql} ${order} LIMIT {limit:UInt32} SETTINGS final = 1`,
      values: { ...values, ...rest.values, limit },
    }
  },
})

/** How many reviews by the team of the reviewer and that of the pull request, within a team too. */
export const teamTotals = defineQuery({
  name: 'reviews.teams',
  parameters: z.object(teamQuestion),
  row: z.object({
    reviewer_team: z.string(),
    pull_team: z.string(),
    reviews: z.number(),
    pull_requests: z.number(),
  }),
  render: (question) => {
    const { sql, values } = teamReviews(question)
    return {
      sql: `
        SELECT reviewer_team, pull_team, sum(team.reviews) AS reviews, uniqExact(its_repository, its_number) AS pull_requests
        FROM (${sql}) AS team GROUP BY reviewer_team, pull_team ORDER BY reviews DESC, reviewer_team, pull_team
        SETTINGS final = 1`,
      values,
    }
  },
})
