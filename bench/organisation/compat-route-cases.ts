import { pullRequestOf, type RouteCase, someGuid, type Values } from './known.ts'

const HEALTH = 'it tells of the server, not of data'

const story: Values = (random, known) => {
  const { owner, repo, number } = pullRequestOf(random, known)
  return { owner, name: repo, repository: `${owner}/${repo}`, pr_number: number }
}

/** The paths of the seed systems. */
export const compatRouteCases: Readonly<Record<string, RouteCase>> = {
  '/api/monitor/counters': {},
  '/api/monitor/dashboard': {},
  '/api/monitor/trend/{counter_name}': { path: () => ({ counter_name: 'commits' }) },
  '/api/monitor/health': { leftOut: HEALTH },
  '/api/v1/webhooks/events': {},
  '/api/v1/rate-limits/status': {},
  '/api/v1/rate-limits/health': {},
  '/webhooks/github/events': {},
  '/webhooks/github/health': { leftOut: HEALTH },
  '/health': { leftOut: HEALTH },
  '/api/metrics/webhooks': { more: { 'one event': () => ({ event_type: 'push' }) } },
  '/api/metrics/webhooks/{delivery_id}': {
    path: (random, known) => ({ delivery_id: someGuid(random, known) }),
  },
  '/api/metrics/repositories': {},
  '/api/metrics/summary': {},
  '/api/metrics/trends': { always: () => ({ bucket: 'day' }) },
  '/api/metrics/contributors': {},
  '/api/metrics/user-prs': {
    more: {
      'one person': (random, { organisation }) => ({ users: `person-${random.int(organisation.people)}` }),
    },
  },
  '/api/metrics/cross-team-reviews': {},
  '/api/metrics/maintainers': {},
  '/api/metrics/team-dynamics': {},
  '/api/metrics/turnaround': {},
  '/api/metrics/comment-resolution-time': {},
  '/api/metrics/pr-story/{owner}/{name}/{pr_number}': { path: story },
  '/api/metrics/pr-story/{repository}/{pr_number}': { path: story },
}
