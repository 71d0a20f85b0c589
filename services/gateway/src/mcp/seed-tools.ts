import { seed003Endpoints } from '../compat/seed-003.ts'
import type { NamedEndpoint } from './tool-definitions.ts'

/** The tools of seed 003's upstream, by the operations that answer them; the seed's text lists the first eight. */
const NAMES: Readonly<Record<string, string>> = {
  health_check: 'seed003GetHealth',
  get_webhook_events: 'seed003ListWebhooks',
  get_webhook_event_by_id: 'seed003GetWebhook',
  get_repository_statistics: 'seed003ListRepositories',
  get_metrics_summary: 'seed003GetSummary',
  get_metrics_contributors: 'seed003ListContributors',
  get_user_pull_requests: 'seed003ListUserPullRequests',
  get_metrics_trends: 'seed003GetTrends',
  get_pr_story: 'seed003GetStory',
  get_review_turnaround: 'seed003GetTurnaround',
  get_team_dynamics: 'seed003GetTeamDynamics',
  get_metrics_cross_team_reviews: 'seed003ListCrossTeamReviews',
  get_maintainers: 'seed003GetMaintainers',
  get_comment_resolution_time: 'seed003GetCommentResolutionTime',
}

/** Each of them with its endpoint. Throws when one is missing. */
export function seedTools(): readonly NamedEndpoint[] {
  return Object.entries(NAMES).map(([name, operationId]) => {
    const endpoint = seed003Endpoints.find(({ route }) => route.operationId === operationId)
    if (endpoint === undefined) throw new TypeError(`nothing answers the tool ${name}`)
    return { name, endpoint }
  })
}
