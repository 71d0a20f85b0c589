import { agentRouteCases } from './agent-route-cases.ts'
import { compatRouteCases } from './compat-route-cases.ts'
import { FIRST_REPOSITORY, type Organisation } from './expressions.ts'
import { issueOf, pullRequestOf, type RouteCase, someGuid, type Values } from './known.ts'

export const YEAR_DAYS = 364
const DAY_MS = 86_400_000

/** The whole year, but for its first day. */
export function yearOf({ until }: Organisation): { since: string; until: string } {
  return { since: new Date(until.getTime() - YEAR_DAYS * DAY_MS).toISOString(), until: until.toISOString() }
}

const yearWith =
  (more: Readonly<Record<string, string>>): Values =>
  (_, { organisation }) => ({ ...yearOf(organisation), ...more })
const person: Values = (random, { organisation }) => ({ author: `person-${random.int(organisation.people)}` })
const user: Values = (random, { organisation }) => ({ user: `person-${random.int(organisation.people)}` })

const counter: Values = (random) => ({
  name: ['commits', 'pushes', 'pulls_merged', 'hotfixes', 'deployments'][random.int(5)] ?? '',
})

/** A repository's plan goes by the repository's id. */
const project: Values = (random, { organisation }) => ({
  id: `${FIRST_REPOSITORY + random.int(organisation.repositories)}`,
})

/** Every GET route. A new one is added here by hand; `{}` is asked what every route is. */
export const routeCases: Readonly<Record<string, RouteCase>> = {
  '/api/v1/deliveries': {
    more: {
      'one event': () => ({ event: 'push' }),
      'one sender': (random, { organisation }) => ({ sender: `person-${random.int(organisation.people)}` }),
      'one GUID': (random, known) => ({ guid: someGuid(random, known) }),
      'a month by size': (_, { organisation }) => ({ sort: 'size', ...lastDays(organisation, 30) }),
      'a month by sender': (_, { organisation }) => ({ sort: 'sender', ...lastDays(organisation, 30) }),
      'a year by sender': yearWith({ sort: 'sender' }),
    },
  },
  '/api/v1/deliveries/stats': { more: { '1000 hours': () => ({ hours: '1000' }) } },
  '/api/v1/deliveries/{guid}': {
    path: (random, known) => ({ guid: someGuid(random, known) }),
  },
  '/api/v1/deliveries/replay/{id}': { leftOut: 'it reads the log, and there was no replay' },
  '/api/v1/summary': {},
  '/api/v1/counters': {
    more: {
      'all time': () => ({ window: 'all' }),
      'a month': () => ({ window: 'month' }),
      'a year': (_, { organisation }) => ({ window: Object.values(yearOf(organisation)).join('..') }),
    },
  },
  '/api/v1/counters/{name}/trend': {
    path: counter,
    always: () => ({ bucket: 'day' }),
    more: { 'a year by week': yearWith({ bucket: 'week' }), 'two days by hour': () => ({ bucket: 'hour' }) },
  },
  '/api/v1/pull-requests': {
    more: {
      open: () => ({ state: 'open' }),
      'one author': person,
      'one label': () => ({ label: 'bug' }),
      'by lines': () => ({ sort: 'lines' }),
      'by title': () => ({ sort: 'title' }),
    },
  },
  '/api/v1/pull-requests/metrics': {
    always: () => ({ definition: 'octometer' }),
    more: {
      'a year': yearWith({}),
      'a year by repository': yearWith({ group_by: 'repository' }),
      devlake: () => ({ definition: 'devlake' }),
    },
  },
  '/api/v1/pull-requests/funnel': { more: { 'a year': yearWith({}) } },
  '/api/v1/activity': {},
  '/api/v1/activity/records': {
    more: { commits: () => ({ kind: 'commit' }), 'one author': person },
  },
  '/api/v1/pull-requests/{owner}/{repo}/{number}': { path: pullRequestOf },
  '/api/v1/pull-requests/{owner}/{repo}/{number}/story': { path: pullRequestOf },
  '/api/v1/checks': {
    more: {
      failed: () => ({ conclusion: 'failure' }),
      'in progress': () => ({ status: 'in_progress' }),
      'one name': () => ({ name: 'ci test (linux)' }),
      'main branch': () => ({ branch: 'main' }),
    },
  },
  '/api/v1/workflows': {
    more: { failed: () => ({ conclusion: 'failure' }), 'in progress': () => ({ status: 'in_progress' }) },
  },
  '/api/v1/workflows/metrics': {
    more: {
      'a year by event': yearWith({ group_by: 'event' }),
      'a year by branch': yearWith({ group_by: 'branch' }),
    },
  },
  '/api/v1/workflows/jobs': {
    more: {
      failed: () => ({ conclusion: 'failure' }),
      'one group of runners': () => ({ runner_group: 'arm' }),
    },
  },
  '/api/v1/workflows/jobs/metrics': {
    more: {
      'a year by job': yearWith({ group_by: 'job' }),
      'a year by repository': yearWith({ group_by: 'repository' }),
    },
  },
  '/api/v1/workflows/stuck': {
    more: { runs: () => ({ kind: 'workflow_run' }), 'check runs': () => ({ kind: 'check_run' }) },
  },
  '/api/v1/flaky-checks': { more: { 'main branch, a year': yearWith({ branch: 'main' }) } },
  '/api/v1/branches/health': { more: { 'with timelines': () => ({ timeline: 'true' }) } },
  '/api/v1/comment-threads': { more: { unresolved: () => ({ state: 'unresolved' }), 'one author': person } },
  '/api/v1/contributors': {
    more: {
      'by repository': () => ({ group_by: 'repository' }),
      '90 days by day': (_, { organisation }) => ({ group_by: 'day', ...lastDays(organisation, 90) }),
      'by login': () => ({ sort: 'login' }),
    },
  },
  '/api/v1/reviews/load': {},
  '/api/v1/reviews/pairs': {
    more: { 'one person': user, 'by median': () => ({ sort: 'first_review_median' }) },
  },
  '/api/v1/reviews/cross-team': {},
  '/api/v1/team-dynamics': { more: { 'one person': user } },
  '/api/v1/teams': {},
  '/api/v1/erasures': { leftOut: 'only an admin may ask, and it lists what was asked for by hand' },
  '/api/v1/deployments': {
    more: {
      failed: () => ({ state: 'failure' }),
      production: () => ({ production: 'true' }),
      'by time to success': () => ({ sort: 'time_to_success' }),
    },
  },
  '/api/v1/releases': {},
  '/api/v1/dora': {
    more: {
      'a year of merges': yearWith({ source: 'merges' }),
      'a year of releases': yearWith({ source: 'releases' }),
      'a year by week': yearWith({ group_by: 'week' }),
      'half a year and the one before': (_, { organisation }) => ({
        compare: 'previous',
        ...lastDays(organisation, 182),
      }),
    },
  },
  '/api/v1/issues': {
    more: {
      breached: () => ({ breached: 'true' }),
      critical: () => ({ severity: 'critical' }),
      'one label': () => ({ label: 'bug' }),
      'by priority': () => ({ sort: 'priority' }),
    },
  },
  '/api/v1/issues/metrics': {
    more: {
      'a year by week': yearWith({ group_by: 'week' }),
      'a year by repository': yearWith({ group_by: 'repository' }),
    },
  },
  '/api/v1/issues/health': { more: { 'by repository': () => ({ group_by: 'repository' }) } },
  '/api/v1/issues/trend': { more: { bugs: () => ({ label: 'bug' }) } },
  '/api/v1/issues/{owner}/{repo}/{number}/history': { path: issueOf },
  '/api/v1/repositories': {
    more: { 'by health': () => ({ sort: 'health' }), 'some names': () => ({ name: 'repository-1' }) },
  },
  '/api/v1/repositories/{owner}/{repo}': {
    path: (random, { organisation }) => ({
      owner: 'acme',
      repo: `repository-${random.int(organisation.repositories)}`,
    }),
  },
  '/api/v1/projects': {},
  '/api/v1/projects/{id}': { path: project },
  '/api/v1/projects/{id}/updates': { path: project },
  '/api/v1/intake': { longest: 31 },
  '/api/v1/intake/missing': { longest: 31 },
  '/api/v1/keys': { leftOut: 'only an admin may ask, and it lists what the configuration says' },
  '/api/v1/export': { leftOut: 'only an admin may ask, and it is as long as the whole log' },
  '/api/v1/api-usage': {
    more: {
      'a year by hour': yearWith({ group_by: 'hour' }),
      'a year by route': yearWith({ group_by: 'route' }),
    },
  },
  '/api/v1/rate-limits': {},
  '/api/v1/alerts': {
    more: { open: () => ({ state: 'open' }), 'by severity': () => ({ sort: 'severity' }) },
  },
  '/api/v1/alert-rules': {},
  '/api/v1/forwarding': { leftOut: 'the alerter answers it, and the benchmark has none' },
  '/api/v1/forwarding/failures': { leftOut: 'the alerter answers it, and the benchmark has none' },
  '/api/v1/projections': {},
  '/api/v1/dead-letters': {},
  '/api/v1/stream': { leftOut: 'its answer does not end; the benchmark `stream` measures it' },
  '/api/v1/doctor': {},
  '/api/v1/configuration': { leftOut: 'only an admin may ask, and it lists what the environment says' },
  '/api/v1/version': {},
  ...compatRouteCases,
  ...agentRouteCases,
}

function lastDays({ until }: Organisation, days: number): { since: string; until: string } {
  return { since: new Date(until.getTime() - days * DAY_MS).toISOString(), until: until.toISOString() }
}

/** What a page that shows how everything is asks when it is opened. */
export const overview: readonly string[] = [
  '/api/v1/summary',
  '/api/v1/counters/commits/trend?bucket=day',
  '/api/v1/deliveries?limit=20',
  '/api/v1/alerts?state=open&limit=20',
  '/api/v1/workflows/stuck?limit=20',
  '/api/v1/projections',
]
