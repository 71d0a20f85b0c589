import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, tokenFor } from '../gateway.fixture.ts'
import { lifeRow } from '../life-rows.fixture.ts'
import { nameRow, personRows, pullRow } from '../rows.fixture.ts'

const gateway = gatewayForTests({
  timezone: 'Europe/Berlin',
  env: { OCTO_TEAMS_FILE: fileURLToPath(new URL('./teams.fixture.yaml', import.meta.url)) },
})

const on = (day: number, hour = 12) => new Date(Date.UTC(2026, 2, day, hour))

/** `who did what, when, under which key, of which pull request`; logins in any case. */
const done: readonly (readonly [string, string, Date, string, number, string?])[] = [
  ['mona', 'pull_opened', on(2), '1', 1],
  ['mona', 'pull_opened', on(2), '2', 2],
  ['Grace', 'pull_opened', on(2), '3', 3],
  ['dependabot[bot]', 'pull_opened', on(2), '4', 4, 'Bot'],
  // Ada reviewed #1 after 2 hours and again after 30, when she approved; #2 before the range and in it; #3 as a draft.
  ['Ada', 'review', on(2, 14), '11', 1],
  ['ada', 'review', on(3, 18), '12', 1],
  ['ada', 'approval', on(3, 18), '12', 1],
  ['ada', 'review', on(1, 12), '13', 2],
  ['ada', 'review', on(4, 12), '14', 2],
  ['ada', 'review', on(3, 12), '15', 3],
  ['ada', 'review', on(2, 16), '16', 4],
  // Grace reviewed #1 after 6 hours; a label says after 74 that she approves.
  ['grace', 'review', on(2, 18), '17', 1],
  ['grace', 'approval_label', on(5, 14), '1:approved-grace', 1],
  ['coderabbitai[bot]', 'review', on(2, 13), '18', 1, 'Bot'],
]

const RANGE = 'since=2026-03-02T00:00:00Z&until=2026-03-08T00:00:00Z'
const HOUR = 3600

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [nameRow(1, 'acme/api', '2026-01-01T00:00:00Z')],
  })
  for (const [login, kind, at, key, number, account_type = 'User'] of [...done, ...done.slice(4, 8)]) {
    const rows = personRows({ login, kind, at, key, account_type, repository_id: 1 })
    const contributions = rows.contributions.map((row) => ({ ...row, number }))
    await gateway.insert('people', { ...rows, contributions })
  }
  await gateway.insert('pull-requests', {
    pull_request_lives: [
      lifeRow(1, 1, on(2), { author: 'mona', first_approval_at: on(3, 18) }),
      lifeRow(1, 2, on(2), { author: 'mona' }),
      // A draft that was ready two days later.
      lifeRow(1, 3, on(2), { author: 'Grace', ready_at: on(4) }),
      lifeRow(1, 4, on(2), { author: 'dependabot[bot]', author_bot: 1 }),
    ],
    pull_requests: [
      pullRow({
        ...{ repository_id: 1, number: 1, at: on(3), state: 'open', author: 'mona' },
        labels: ['bug', 'sig-web'],
      }),
    ],
  })
})

type Entry = Readonly<Record<string, unknown>>

async function ask(path: string, as?: string) {
  const { status, body } = await gateway.ask(`/api/v1${path}`, as === undefined ? {} : { as })
  expect({ status, body }).toMatchObject({ status: 200 })
  return body as Entry & { data: Entry[]; page: { next_cursor: string | null } }
}

test('who reviews whom, worked out by hand', async () => {
  const body = await ask(`/reviews/pairs?${RANGE}`)
  expect(body).toMatchObject({ pairs: 4, reviews: 6, approvals: 1 })
  const people = { reviewer_kind: 'person', author_kind: 'person' }
  expect(body.data).toEqual([
    // Of #2 the first review was before the range: of two pull requests the wait for one is known.
    {
      ...{ reviewer: 'ada', author: 'mona', ...people, pull_requests: 2, reviews: 3, approvals: 1 },
      ...{ first_reviews: 1, first_review_median_seconds: 2 * HOUR },
    },
    {
      ...{ reviewer: 'ada', reviewer_kind: 'person', author: 'dependabot[bot]', author_kind: 'bot' },
      ...{ pull_requests: 1, reviews: 1, approvals: 0, first_reviews: 1 },
      first_review_median_seconds: 4 * HOUR,
    },
    {
      ...{ reviewer: 'ada', author: 'grace', ...people, pull_requests: 1, reviews: 1, approvals: 0 },
      ...{ first_reviews: 1, first_review_median_seconds: 0 },
    },
    {
      ...{ reviewer: 'grace', author: 'mona', ...people, pull_requests: 1, reviews: 1, approvals: 0 },
      ...{ first_reviews: 1, first_review_median_seconds: 6 * HOUR },
    },
  ])
  const load = await ask(`/reviews/load?${RANGE}`)
  expect(load.reviews).toBe(body.reviews)
})

test.each<[string, string[]]>([
  ['kind=ai_agent', ['coderabbitai[bot] mona']],
  ['user=GRACE', ['ada grace', 'grace mona']],
  ['exclude_user=mona', ['ada dependabot[bot]', 'ada grace']],
  ['exclude_user=ada&exclude_user=grace', []],
  [
    'until=2026-03-02T12:00:00Z&since=2026-03-02T11:00:00Z',
    ['ada dependabot[bot]', 'ada mona', 'grace mona'],
  ],
  ['repository=acme/never', []],
])('pairs with %s, in pages too', async (query, expected) => {
  const range = query.includes('since') ? '' : `&${RANGE}`
  const all = await ask(`/reviews/pairs?${query}${range}`)
  expect(all.data.map(({ reviewer, author }) => `${reviewer} ${author}`)).toEqual(expected)
  const walked: unknown[] = []
  let cursor: string | null = null
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`
    const page = await ask(`/reviews/pairs?${query}${range}&limit=1${next}`)
    expect(page.pairs).toBe(expected.length)
    walked.push(...page.data)
    cursor = page.page.next_cursor
  } while (cursor !== null)
  expect(walked).toEqual(all.data)
})

test('the dynamics of a team, worked out by hand', async () => {
  const body = await ask(`/team-dynamics?${RANGE}&min_reviews=2`)
  // Opened 2, 1 and 0: 2·(1·0 + 2·1 + 3·2) / (3·3) − 4/3 = 4/9.
  expect(body.workload).toEqual({
    ...{ contributors: 3, pulls_opened: 3, pulls_per_contributor: 1, gini: 0.444 },
    most: { login: 'mona', pulls_opened: 2 },
  })
  // First reviews after 2, 0, 4 (ada) and 6 hours (grace).
  const ada = { login: 'ada', mean_seconds: 2 * HOUR, first_reviews: 3, low_sample: false }
  expect(body.review_times).toEqual({
    ...{ first_reviews: 4, mean_seconds: 3 * HOUR, median_seconds: 3 * HOUR, min_reviews: 2 },
    ...{ fastest: ada, slowest: ada },
  })
  // Ada approved after 30 hours, Grace's label came after 74; #2 and #3 wait, #4 is a bot's.
  expect(body.bottlenecks).toEqual({
    waiting: 2,
    alerts: [
      { login: 'grace', first_approvals: 1, mean_seconds: 74 * HOUR, severity: 'critical' },
      { login: 'ada', first_approvals: 1, mean_seconds: 30 * HOUR, severity: 'warning' },
    ],
  })
  expect(
    body.data.map(({ login, pulls_opened, reviews, low_sample }) => [
      login,
      pulls_opened,
      reviews,
      low_sample,
    ]),
  ).toEqual([
    ['mona', 2, 0, true],
    ['grace', 1, 1, true],
    ['ada', 0, 5, false],
  ])
})

test('the fastest of a small sample are said to be so, and nobody is not zero', async () => {
  const few = await ask(`/team-dynamics?${RANGE}&min_reviews=100&user=grace`)
  const grace = { login: 'grace', mean_seconds: 6 * HOUR, first_reviews: 1, low_sample: true }
  expect(few.review_times).toMatchObject({ fastest: grace, slowest: grace })
  expect(few.workload).toMatchObject({ contributors: 1, pulls_opened: 1 })
  const nobody = await ask(`/team-dynamics?${RANGE}&user=nobody`)
  expect(nobody).toMatchObject({
    workload: { contributors: 0, pulls_per_contributor: null, most: null, gini: null },
    review_times: { mean_seconds: null, median_seconds: null, fastest: null, slowest: null },
    bottlenecks: { waiting: 0, alerts: [] },
    data: [],
  })
  const hidden = await ask('/team-dynamics', await tokenFor(['acme/never']))
  expect(hidden).toMatchObject({ workload: { contributors: 0 }, bottlenecks: { waiting: null } })
})

/** Ada is in sig-core, Grace in sig-web; mona is in none: her #1 is sig-web's by its label, her #2 nobody's. */
test('reviews across teams, worked out by hand', async () => {
  const body = await ask(`/reviews/cross-team?${RANGE}`)
  expect(body).toMatchObject({ has_teams: true, reviews: 4, cross_team_reviews: 3 })
  expect(body.teams).toEqual([
    { reviewer_team: 'sig-core', team: 'sig-web', reviews: 3, pull_requests: 2 },
    { reviewer_team: 'sig-web', team: 'sig-web', reviews: 1, pull_requests: 1 },
  ])
  const its = {
    repository: 'acme/api',
    repository_id: 1,
    reviewer: 'ada',
    reviewer_team: 'sig-core',
    team: 'sig-web',
  }
  expect(body.data).toEqual([
    {
      ...its,
      number: 3,
      author: 'grace',
      reviews: 1,
      approvals: 0,
      first_reviewed_at: '2026-03-03T12:00:00Z',
    },
    {
      ...its,
      number: 1,
      author: 'mona',
      reviews: 2,
      approvals: 1,
      first_reviewed_at: '2026-03-02T14:00:00Z',
    },
  ])
  const second = await ask(`/reviews/cross-team?${RANGE}&limit=1`)
  const rest = await ask(`/reviews/cross-team?${RANGE}&limit=1&cursor=${second.page.next_cursor}`)
  expect([...second.data, ...rest.data]).toEqual(body.data)
  expect(await ask(`/reviews/cross-team?${RANGE}&team=SIG-web&user=mona`)).toMatchObject({
    data: [{ number: 1 }],
    reviews: 3,
  })
  expect(await ask(`/reviews/cross-team?${RANGE}&reviewer_team=sig-web`)).toMatchObject({
    reviews: 1,
    data: [],
  })
})

test('contributors by what they are sorted by, in pages too', async () => {
  const by = async (query: string) => (await ask(`/contributors?${query}`)).data.map(({ login }) => login)
  expect(await by('sort=pulls_opened&kind=person')).toEqual(['mona', 'grace', 'ada'])
  expect(await by('sort=approval_labels&limit=1')).toEqual(['grace'])
  const first = await ask('/contributors?sort=pulls_opened&kind=person&limit=1')
  expect(await by(`sort=pulls_opened&kind=person&limit=1&cursor=${first.page.next_cursor}`)).toEqual([
    'grace',
  ])
})
