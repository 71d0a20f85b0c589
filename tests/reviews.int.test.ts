import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { pullRequestWeek } from './support/pull-request-week.ts'
import { gatewayAfter } from './support/told-gateway.ts'

const { answer, ask } = gatewayAfter(pullRequestWeek, {
  env: { OCTO_TEAMS_FILE: fileURLToPath(new URL('./support/week-teams.yaml', import.meta.url)) },
})

const RANGE = 'since=2026-03-02T00:00:00Z&until=2026-03-09T00:00:00Z'
const HOUR = 3600

type Json = Readonly<Record<string, unknown>>

/** The draft #1 was ready at 10; hubot reviewed it at 12 and approved at 14, ada at 15. Mona reviewed ada's after four hours. */
test('who reviews whom, from the deliveries to the answer', async () => {
  const body = await answer(`/reviews/pairs?${RANGE}`)
  expect(body).toMatchObject({ pairs: 3, reviews: 4, approvals: 3 })
  const people = { reviewer_kind: 'person', author_kind: 'person', pull_requests: 1, first_reviews: 1 }
  expect(body.data).toEqual([
    {
      ...{ reviewer: 'hubot', author: 'mona', ...people, reviews: 2, approvals: 1 },
      first_review_median_seconds: 2 * HOUR,
    },
    {
      ...{ reviewer: 'mona', author: 'Ada', ...people, reviews: 1, approvals: 1 },
      first_review_median_seconds: 4 * HOUR,
    },
    {
      ...{ reviewer: 'Ada', author: 'mona', ...people, reviews: 1, approvals: 1 },
      first_review_median_seconds: 5 * HOUR,
    },
  ])
})

test('the dynamics of the team, from the deliveries to the answer', async () => {
  const body = await answer(`/team-dynamics?${RANGE}&min_reviews=1`)
  // Mona opened three, hubot and ada one each: 2·(1·1 + 2·1 + 3·3) / (3·5) − 4/3 = 4/15.
  expect(body).toMatchObject({
    workload: { contributors: 3, pulls_opened: 5, pulls_per_contributor: 1.7, gini: 0.267 },
    // After 2, 4 and 5 hours.
    review_times: {
      ...{ first_reviews: 3, median_seconds: 4 * HOUR, mean_seconds: (11 / 3) * HOUR },
      fastest: { login: 'hubot', mean_seconds: 2 * HOUR, low_sample: false },
      slowest: { login: 'Ada', mean_seconds: 5 * HOUR },
    },
    // Of #5 alone nobody has said anything; approvals took 4, 4 and 5 hours.
    bottlenecks: { waiting: 1, alerts: [] },
  })
  const approvals = (body.data as Json[]).map((each) => [each.login, each.approval_median_seconds])
  expect(approvals).toEqual([
    ['mona', 4 * HOUR],
    ['hubot', 4 * HOUR],
    ['Ada', 5 * HOUR],
  ])
})

test('reviews across teams, from the deliveries to the answer', async () => {
  const body = await answer(`/reviews/cross-team?${RANGE}`)
  expect(body).toMatchObject({ reviews: 4, cross_team_reviews: 4, has_teams: true })
  expect(body.teams).toEqual([
    { reviewer_team: 'platform', team: 'core', reviews: 3, pull_requests: 1 },
    { reviewer_team: 'core', team: 'web', reviews: 1, pull_requests: 1 },
  ])
  expect(
    (body.data as Json[]).map(({ repository, number, reviewer }) => [repository, number, reviewer]),
  ).toEqual([
    ['acme/web', 1, 'mona'],
    ['acme/api', 1, 'Ada'],
    ['acme/api', 1, 'hubot'],
  ])
})

interface Proven {
  readonly evidence: { readonly data: readonly { readonly event: string }[]; readonly elsewhere: unknown }
  readonly explain: {
    readonly page: string
    readonly queries: readonly { readonly name: string; readonly sql: string }[]
  }
}

/** Reviews, the opening and the readiness of what was reviewed, and the label that approves; told twice. */
const reviewed = { pull_request: 8, pull_request_review: 8 }

test.each<[string, Readonly<Record<string, number>>]>([
  ['/reviews/pairs', reviewed],
  ['/reviews/cross-team', reviewed],
  // Also what else was opened.
  ['/team-dynamics', { pull_request: 14, pull_request_review: 8 }],
  // Ada reviewed #1; mona reviewed hers.
  ['/reviews/pairs?user=ada', { pull_request: 6, pull_request_review: 4 }],
])('the deliveries behind %s are told, and its SQL works', async (path, events) => {
  const query = `${path.includes('?') ? '&' : '?'}${RANGE}&evidence=true&explain=true`
  const { evidence, explain } = (await answer(`${path}${query}`)) as unknown as Proven
  const counted = Map.groupBy(evidence.data, ({ event }) => event)
  expect(Object.fromEntries([...counted].map(([event, all]) => [event, all.length]).sort())).toEqual(events)
  expect(explain.page).toBe('docs/metrics/people.md')
  for (const { sql } of explain.queries) {
    const { status, body } = await ask('/api/v1/sql', { as: 'admin', body: { query: sql } })
    expect({ status, body }).toMatchObject({ status: 200 })
  }
})

test('teams come from the file, and the evidence says so', async () => {
  const { evidence } = (await answer(`/reviews/cross-team?${RANGE}&evidence=true`)) as unknown as Proven
  expect(evidence.elsewhere).toEqual([{ source: 'teams_file', total: null, ids: [] }])
})
