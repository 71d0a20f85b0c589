import { crossTeamReviewOrders, listCrossTeamReviews, type QueryOf } from '@octometer/gateway-api'
import { crossTeamReviews, teamTotals } from '@octometer/read-store'
import type { Principal } from '@octometer/service-kit'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import type { GatewayContext } from '../context.ts'
import { cutPage } from '../paging.ts'
import { teamsFile } from '../proof/behind.ts'
import { withNames } from '../repository-names.ts'
import { placeIn, sortingOf } from '../sorting.ts'
import { lowerCase, reviewsAsked } from './reviews-asked.ts'
import { membersOf } from './team-members.ts'

/** Repository, number and reviewer. */
const key = z.tuple([z.int().min(0), z.int().min(0), z.string()])

export const listCrossTeamReviewsEndpoint = endpoint(
  listCrossTeamReviews,
  'people',
  async (gateway, { query, principal }) => {
    const sorting = sortingOf(crossTeamReviewOrders, query, key)
    const { limit } = query
    const { question, accountOf, has_teams } = await teamsAsked(gateway, principal, query)
    // Nobody is in a team: nothing crosses any.
    const [totals, rows] = has_teams
      ? await Promise.all([
          gateway.store.query(teamTotals, question),
          gateway.store.query(crossTeamReviews, { ...question, sorting, limit: limit + 1 }),
        ])
      : [[], []]
    const { entries, page } = cutPage(await withNames(gateway, rows), {
      limit,
      more: false,
      placeOf: (row) => placeIn(sorting, row.sort_value, [row.repository_id, row.number, row.reviewer]),
    })
    const crossing = totals.filter((each) => each.reviewer_team !== each.pull_team)
    return {
      has_teams,
      reviews: sumOf(totals),
      cross_team_reviews: sumOf(crossing),
      teams: totals.map(({ pull_team, ...each }) => ({ ...each, team: pull_team })),
      data: entries.map(({ sort_value: _value, author, at: first_reviewed_at, pull_team: team, ...row }) => ({
        ...row,
        author: author === '' ? null : accountOf(author).login,
        team,
        reviewer: accountOf(row.reviewer).login,
        first_reviewed_at,
      })),
      page,
    }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const { question, has_teams } = await teamsAsked(gateway, principal, query)
      const { since, until, repositories } = question
      const of = { kind: 'team_reviews', question } as const
      return {
        deliveries: has_teams ? [{ since, until, repositories, of }] : [],
        elsewhere: [teamsFile],
      }
    },
  },
)

async function teamsAsked(
  gateway: GatewayContext,
  principal: Principal,
  query: QueryOf<typeof listCrossTeamReviews>,
) {
  const { question, accountOf } = await reviewsAsked(gateway, principal, query)
  const { members } = await membersOf(gateway, null)
  const teams = { reviewer_teams: query.reviewer_team ?? null, teams: query.team ?? null }
  const { repositories } = question
  return {
    question: { ...question, around: lowerCase(query.user), members, ...teams },
    accountOf,
    has_teams: members.keys.some(
      (key) => repositories === null || repositories.includes(Number(key.split(' ')[0])),
    ),
  }
}

function sumOf(totals: readonly { readonly reviews: number }[]): number {
  return totals.reduce((sum, { reviews }) => sum + reviews, 0)
}
