import { getReviewLoad } from '@octometer/gateway-api'
import { endpoint } from '../answer-route.ts'
import { allReviewers, contributionsBehind } from './contributions.ts'
import { gini } from './gini.ts'

export const getReviewLoadEndpoint = endpoint(
  getReviewLoad,
  'people',
  async (gateway, { query, principal }) => {
    const wanted = { ...query, kind: query.kind ?? (['person'] as const) }
    const found = await allReviewers(gateway, principal, wanted)
    const concerned = found
      .filter(({ reviews, pulls_opened }) => reviews + pulls_opened > 0)
      .toSorted((left, right) => right.reviews - left.reviews || (left.login_key < right.login_key ? -1 : 1))
    const reviews = concerned.reduce((sum, each) => sum + each.reviews, 0)
    return {
      reviews,
      reviewers: concerned.filter((each) => each.reviews > 0).length,
      gini: gini(concerned.map((each) => each.reviews)),
      data: concerned.map(({ login, kind, reviews: own, approvals, pulls_opened }) => ({
        login,
        kind,
        reviews: own,
        approvals,
        pulls_opened,
        share: reviews === 0 ? null : Math.round((own / reviews) * 1000) / 1000,
      })),
    }
  },
  {
    evidence: (gateway, { query, principal }) =>
      contributionsBehind(gateway, principal, { ...query, kind: query.kind ?? ['person'] }),
  },
)
