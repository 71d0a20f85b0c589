import { fileURLToPath } from 'node:url'
import { contributorOrders, crossTeamReviewOrders, reviewPairOrders } from '@octometer/gateway-api'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests } from './gateway.fixture.ts'
import { expectSorted } from './sorted-lists.fixture.ts'
import { accounts, contributions, lives, names, pulls } from './sorted-people-rows.fixture.ts'

const gateway = gatewayForTests({
  now: new Date('2026-03-20T00:00:00Z'),
  env: { OCTO_TEAMS_FILE: fileURLToPath(new URL('./people/teams.fixture.yaml', import.meta.url)) },
})

beforeAll(async () => {
  await gateway.insert('deliveries', { repository_names: names })
  // In two lots, of which the second tells some of it again: what is read is not merged yet.
  await gateway.insert('people', { contributions: contributions.slice(0, 300), people: accounts })
  await gateway.insert('people', { contributions: contributions.slice(200) })
  await gateway.insert('pull-requests', { pull_request_lives: lives, pull_requests: pulls })
})

test.each(Object.entries(contributorOrders))('contributors by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/contributors?',
    sort,
    kind,
    valueIn: (entry) => entry[sort],
    idOf: ({ login }) => String(login),
  }),
)

test.each(['login', 'contributions', 'reviews'] as const)(
  'contributors by %s, apart by repository and day, some of them',
  (sort) =>
    expectSorted(gateway, {
      path: '/api/v1/contributors?group_by=repository&group_by=day&kind=person&exclude_user=user-3&since=2026-03-02T00:00:00Z&',
      sort,
      kind: contributorOrders[sort],
      valueIn: (entry) => entry[sort],
      idOf: ({ login, repository_id, day }) => `${login} ${repository_id} ${day}`,
    }),
)

test.each(Object.entries(reviewPairOrders))('reviewers and authors by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/reviews/pairs?',
    sort,
    kind,
    valueIn: (entry) => entry[sort === 'first_review_median' ? `${sort}_seconds` : sort],
    idOf: ({ reviewer, author }) => `${reviewer} ${author}`,
  }),
)

test.each(Object.entries(crossTeamReviewOrders))('reviews across teams by %s', (sort, kind) =>
  expectSorted(gateway, {
    path: '/api/v1/reviews/cross-team?',
    sort,
    kind,
    valueIn: (entry) => entry[sort],
    idOf: ({ repository_id, number, reviewer }) => `${repository_id}#${number} ${reviewer}`,
  }),
)

test('every page of pairs tells the totals of all of them, whatever their order', async () => {
  const { body } = await gateway.ask('/api/v1/reviews/pairs?limit=1000')
  const { pairs, reviews, approvals } = body
  const rest = await gateway.ask('/api/v1/reviews/pairs?sort=author&direction=desc&limit=3')
  expect(rest.body).toMatchObject({ pairs, reviews, approvals })
  const { next_cursor } = rest.body.page as { next_cursor: string }
  const next = await gateway.ask(
    `/api/v1/reviews/pairs?sort=author&direction=desc&limit=3&cursor=${next_cursor}`,
  )
  expect(next.body).toMatchObject({ pairs, reviews, approvals })
})
