import type { Endpoint } from '../answer-route.ts'
import { contributorsEndpoint } from './metrics-contributors.ts'
import { crossTeamEndpoints } from './metrics-cross-team.ts'
import { metricsHealthEndpoint } from './metrics-health.ts'
import { storyEndpoint } from './metrics-story.ts'
import { teamDynamicsEndpoint } from './metrics-team-dynamics.ts'
import { commentResolutionEndpoint } from './metrics-threads.ts'
import { totalEndpoints } from './metrics-totals.ts'
import { turnaroundEndpoint } from './metrics-turnaround.ts'
import { userPullsEndpoint } from './metrics-user-pulls.ts'
import { webhookEndpoints } from './metrics-webhooks.ts'

/**
 * Seed 003, github-metrics, with what its upstream came to have later. Its formulas, with their faults corrected as
 * docs/metrics/github-metrics.md says. Its POST `/metrics` is ingress's.
 */
export const seed003Endpoints: readonly Endpoint[] = [
  metricsHealthEndpoint,
  ...webhookEndpoints,
  ...totalEndpoints,
  contributorsEndpoint,
  userPullsEndpoint,
  turnaroundEndpoint,
  teamDynamicsEndpoint,
  ...crossTeamEndpoints,
  commentResolutionEndpoint,
  storyEndpoint,
]
