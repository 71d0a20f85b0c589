import { listReviewPairs, reviewPairOrders } from '@octometer/gateway-api'
import { reviewPairs } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { cutPage } from '../paging.ts'
import { placeIn, sortingOf } from '../sorting.ts'
import { lowerCase, reviewsAsked } from './reviews-asked.ts'

/** Author and reviewer. */
const key = z.tuple([z.string(), z.string()])

export const listReviewPairsEndpoint = endpoint(
  listReviewPairs,
  'people',
  async (gateway, { query, principal }) => {
    const sorting = sortingOf(reviewPairOrders, query, key)
    const { limit } = query
    const { question, accountOf } = await reviewsAsked(gateway, principal, query)
    const rows = await gateway.store.query(reviewPairs, {
      ...{ ...question, around: lowerCase(query.user) },
      ...{ sorting, limit: limit + 1 },
    })
    const [first] = rows
    const { entries, page } = cutPage(rows, {
      limit,
      more: false,
      placeOf: (row) => placeIn(sorting, row.sort_value, [row.author_key, row.reviewer]),
    })
    return {
      pairs: first?.all_pairs ?? 0,
      reviews: first?.all_reviews ?? 0,
      approvals: first?.all_approvals ?? 0,
      data: entries.map((row) => {
        const reviewer = accountOf(row.reviewer)
        const author = row.author === '' ? null : accountOf(row.author)
        return {
          reviewer: reviewer.login,
          reviewer_kind: reviewer.kind,
          author: author?.login ?? null,
          author_kind: author?.kind ?? null,
          pull_requests: row.pull_requests,
          reviews: row.reviews,
          approvals: row.approvals,
          first_reviews: row.first_reviews,
          first_review_median_seconds: row.median,
        }
      }),
      page,
    }
  },
  {
    evidence: async (gateway, { query, principal }) => {
      const { question } = await reviewsAsked(gateway, principal, query)
      const { since, until, repositories } = question
      const of = { kind: 'reviews', question: { ...question, around: lowerCase(query.user) } } as const
      return { deliveries: [{ since, until, repositories, of }] }
    },
  },
)
