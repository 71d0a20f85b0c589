import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, tokenFor } from '../gateway.fixture.ts'
import { nameRow, personRows } from '../rows.fixture.ts'

const gateway = gatewayForTests({
  timezone: 'Europe/Berlin',
  env: {
    OCTO_BOTS: 'ci-user',
    OCTO_TEAMS_FILE: fileURLToPath(new URL('./teams.fixture.yaml', import.meta.url)),
  },
})

type Done = readonly [
  login: string,
  kind: string,
  at: string,
  key: string,
  repository?: number,
  type?: string,
]

/**
 * Repository 1: ada opens two pull requests and reviews three, mona reviews one and comments, ci-user reviews four, a
 * coding agent opens one. Repository 2: ada commits. One of ada's reviews is of 23:30 UTC, the next day in Berlin.
 */
const done: readonly Done[] = [
  ['Ada', 'pull_opened', '2026-03-01T10:00:00Z', '1'],
  ['ada', 'pull_opened', '2026-03-02T10:00:00Z', '2'],
  ['ada', 'review', '2026-03-02T11:00:00Z', '11'],
  ['ada', 'review', '2026-03-02T12:00:00Z', '12'],
  ['ada', 'review', '2026-03-02T23:30:00Z', '13'],
  ['ada', 'own_review', '2026-03-02T12:00:00Z', '14'],
  ['ada', 'approval', '2026-03-02T12:00:00Z', '12'],
  ['mona', 'review', '2026-03-02T09:00:00Z', '15'],
  ['mona', 'comment', '2026-03-02T09:00:00Z', 'issue:1'],
  ...[1, 2, 3, 4].map((key): Done => ['ci-user', 'review', '2026-03-02T08:00:00Z', `2${key}`]),
  ['copilot-swe-agent[bot]', 'pull_opened', '2026-03-02T08:00:00Z', '3', 1, 'Bot'],
  ['ada', 'commit', '2026-03-05T08:00:00Z', 'abc', 2],
]

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [
      nameRow(1, 'acme/api', '2026-01-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-01-01T00:00:00Z'),
    ],
  })
  // The second time changes nothing.
  for (const [login, kind, at, key, repository_id = 1, account_type = 'User'] of [
    ...done,
    ...done.slice(0, 5),
  ]) {
    const its = { login, kind, at: new Date(at), key, repository_id, account_type }
    await gateway.insert('people', personRows(its))
  }
})

type Entry = Readonly<Record<string, unknown>>

async function contributors(query: string, as?: string): Promise<{ data: Entry[]; next: string | null }> {
  const { status, body } = await gateway.ask(`/api/v1/contributors?${query}`, as === undefined ? {} : { as })
  expect({ status, body }).toMatchObject({ status: 200 })
  return { data: body.data as Entry[], next: (body.page as { next_cursor: string | null }).next_cursor }
}

test('everybody with their counts, the most first; an own review is no contribution', async () => {
  const { data } = await contributors('')
  expect(data.map(({ login, kind, contributions }) => [login, kind, contributions])).toEqual([
    ['ada', 'person', 7],
    ['ci-user', 'bot', 4],
    ['mona', 'person', 2],
    ['copilot-swe-agent[bot]', 'ai_agent', 1],
  ])
  expect(data[0]).toEqual({
    ...{ login: 'ada', kind: 'person', contributions: 7, pulls_opened: 2, pulls_merged: 0 },
    ...{
      reviews: 3,
      approvals: 1,
      approval_labels: 0,
      lgtm_labels: 0,
      comments: 0,
      commits: 1,
      issues_opened: 0,
    },
    ...{ first_seen: '2026-03-01T10:00:00Z', last_seen: '2026-03-05T08:00:00Z' },
  })
})

test('days are those of the time zone, and a range is widened to them', async () => {
  const { data } = await contributors('group_by=day&user=ADA&repository=acme/api')
  expect(data.map(({ day, reviews }) => [day, reviews])).toEqual([
    ['2026-03-02', 2],
    ['2026-03-01', 0],
    ['2026-03-03', 1],
  ])
  // 23:00 UTC is midnight in Berlin.
  const second = await contributors('user=ada&since=2026-03-02T15:00:00Z&until=2026-03-02T23:00:00Z')
  expect(second.data).toMatchObject([{ reviews: 2, pulls_opened: 1 }])
  const third = await contributors('user=ada&since=2026-03-02T23:00:00Z&until=2026-03-02T23:00:01Z')
  expect(third.data).toMatchObject([{ reviews: 1, pulls_opened: 0 }])
})

test('by repository, with what each was seen in', async () => {
  const { data } = await contributors('group_by=repository&user=ada')
  expect(data.map(({ repository, contributions }) => [repository, contributions])).toEqual([
    ['acme/api', 6],
    ['acme/web', 1],
  ])
})

test.each<[string, string[]]>([
  ['kind=person', ['ada', 'mona']],
  ['kind=bot&kind=ai_agent', ['ci-user', 'copilot-swe-agent[bot]']],
  ['exclude_user=ADA&kind=person', ['mona']],
  ['user=mona&user=nobody', ['mona']],
  ['repository=acme/web', ['ada']],
  ['repository=acme/never', []],
  ['since=2026-03-04T00:00:00Z', ['ada']],
])('the filter %s, in pages too', async (query, expected) => {
  expect((await contributors(query)).data.map(({ login }) => login)).toEqual(expected)
  const walked: unknown[] = []
  let cursor: string | null = null
  do {
    const page = await contributors(`${query}&limit=1${cursor === null ? '' : `&cursor=${cursor}`}`)
    walked.push(...page.data.map(({ login }) => login))
    cursor = page.next
  } while (cursor !== null)
  expect(walked).toEqual(expected)
})

test('the review load, worked out by hand', async () => {
  // ada 3 of 4 reviews, mona 1 of 4: 2·(1·1 + 2·3) / (2·4) − 3/2 = 0.25.
  const { body } = await gateway.ask('/api/v1/reviews/load')
  expect(body).toMatchObject({ reviews: 4, reviewers: 2, gini: 0.25 })
  expect(body.data).toEqual([
    { login: 'ada', kind: 'person', reviews: 3, approvals: 1, pulls_opened: 2, share: 0.75 },
    { login: 'mona', kind: 'person', reviews: 1, approvals: 0, pulls_opened: 0, share: 0.25 },
  ])
  const { body: nobody } = await gateway.ask('/api/v1/reviews/load?user=nobody')
  expect(nobody).toMatchObject({ reviews: 0, reviewers: 0, gini: null, data: [] })
})

test('teams are those of the file, for those repositories that the asker may see', async () => {
  const { body } = await gateway.ask('/api/v1/teams')
  expect(body.data).toMatchObject([
    {
      repository: 'acme/api',
      maintainers: ['ada', 'Mona'],
      teams: [{ name: 'sig-core', members: ['ada', 'hubot'] }, { name: 'sig-web' }],
    },
    { repository: 'acme/web', maintainers: ['grace'], teams: [] },
  ])
  expect(body.all_maintainers).toEqual(['Mona', 'ada', 'grace'])
  const web = await gateway.ask('/api/v1/teams', { as: await tokenFor(['acme/web']) })
  expect(web.body).toMatchObject({ data: [{ repository: 'acme/web' }], all_maintainers: ['grace'] })
})

test('who may see one repository sees what was done there alone', async () => {
  const { data } = await contributors('', await tokenFor(['acme/web']))
  expect(data).toMatchObject([{ login: 'ada', contributions: 1, first_seen: '2026-03-05T08:00:00Z' }])
})
