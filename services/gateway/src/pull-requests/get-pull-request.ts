import { getPullRequest } from '@octometer/gateway-api'
import { pullRequestMilestones, pullRequestReviews } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { lifecycleOf } from './lifecycle.ts'
import { findPullRequest } from './one-pull-request.ts'
import { pullRequestOf } from './pull-request-fields.ts'

export const getPullRequestEndpoint = endpoint(
  getPullRequest,
  'pull-requests',
  async (gateway, { path, principal }) => {
    const { store } = gateway
    const { pull, repository } = await findPullRequest(gateway, principal, path)
    const its = { repository_id: pull.repository_id, number: pull.number }
    const [reviews, milestones] = await Promise.all([
      store.query(pullRequestReviews, its),
      store.query(pullRequestMilestones, its),
    ])
    return {
      ...pullRequestOf(pull, repository),
      lifecycle: lifecycleOf({ pull, reviews, milestones }, gateway.answers.bots),
      reviews: reviews.map(({ review_id, reviewer_type, ...review }) => ({
        id: review_id,
        ...review,
        reviewer_type: reviewer_type === '' ? null : reviewer_type,
      })),
    }
  },
)
