import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { gatewayForTests, tokenFor } from '../gateway.fixture.ts'
import { branchMoment, lifeRow } from '../life-rows.fixture.ts'
import { nameRow } from '../rows.fixture.ts'

const gateway = gatewayForTests({
  now: new Date('2026-03-20T00:00:00Z'),
  timezone: 'Europe/Berlin',
  env: {
    OCTO_BOTS: 'ci-user',
    OCTO_TEAMS_FILE: fileURLToPath(new URL('../people/teams.fixture.yaml', import.meta.url)),
  },
})

const on = (day: number, hour = 0) => new Date(Date.UTC(2026, 2, day, hour))
const merged = (repository: number, number: number, author: string, day: number, hours: number) =>
  lifeRow(repository, number, on(day), { author, merged_at: on(day, hours) })

/** In acme/api, ada and hubot are in the team sig-core, and nobody else is in one. */
beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [
      nameRow(1, 'acme/api', '2026-03-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-03-01T00:00:00Z'),
    ],
  })
  await gateway.insert('pull-requests', {
    pull_request_lives: [
      merged(1, 1, 'Ada', 2, 1),
      merged(1, 2, 'hubot', 3, 2),
      merged(1, 3, 'mona', 4, 3),
      merged(2, 1, 'ada', 5, 4),
      merged(1, 4, 'ci-user', 5, 5),
      merged(1, 5, 'copilot-swe-agent[bot]', 5, 6),
      merged(1, 6, '', 6, 7),
      // Of 23:30 UTC on a Sunday: Monday in Berlin.
      lifeRow(1, 7, new Date('2026-03-08T23:30:00Z'), { author: 'ada' }),
      // Reopened: its newest observation is open.
      lifeRow(1, 8, on(9), {
        author: 'mona',
        closed_at: on(9, 1),
        mark: Math.floor(on(9, 2).getTime() / 1000) * 8,
      }),
    ],
  })
})

const RANGE = 'since=2026-03-01T00:00:00Z&until=2026-03-16T00:00:00Z'

interface Listed {
  readonly [name: string]: unknown
  readonly numbers: { readonly opened: number; readonly merged: number; readonly closed: number }
}

async function list(query: string): Promise<unknown[][]> {
  const { status, body } = await gateway.ask(`/api/v1/pull-requests/metrics?${RANGE}&${query}`)
  expect({ status, body }).toMatchObject({ status: 200 })
  return (body.data as Listed[]).map(({ numbers, compared: _, ...group }) => [
    ...Object.values(group),
    numbers.opened,
    numbers.merged,
    numbers.closed,
  ])
}

test('by team; who is in none of the repository is of no team', async () => {
  expect(await list('group_by=team')).toEqual([
    [null, 4, 3, 0],
    ['sig-core', 3, 2, 0],
  ])
  const { body } = await gateway.ask(`/api/v1/pull-requests/metrics?${RANGE}&team=SIG-Core`)
  expect(body).toMatchObject({ numbers: { opened: 3, merged: 2 } })
})

test('by author, without case; those that GitHub no longer tells are null', async () => {
  expect((await list('group_by=author')).map(([author]) => author).sort()).toEqual([
    expect.stringMatching(/^ada$/i),
    'hubot',
    'mona',
    null,
  ])
})

test('authors are left out of numbers and groups', async () => {
  expect(await list('group_by=repository&exclude_user=ADA&exclude_user=hubot')).toEqual([
    ['acme/api', 1, 3, 2, 0],
  ])
})

test('weeks are those of the time zone', async () => {
  expect(await list('group_by=week&author=ada')).toEqual([
    ['2026-03-02', 2, 2, 0],
    ['2026-03-09', 1, 0, 0],
  ])
})

test.each([
  ['person', 7],
  ['bot', 1],
  ['ai_agent', 1],
])('of accounts of the kind %s', async (kind, opened) => {
  const { body } = await gateway.ask(`/api/v1/pull-requests/metrics?${RANGE}&kind=${kind}`)
  expect(body).toMatchObject({ numbers: { opened, closed: 0, others: { opened: 9 - opened } } })
})

test('pages of groups are complete and in order, and as a file', async () => {
  const all = await list('group_by=author&group_by=repository&kind=person&kind=bot&kind=ai_agent')
  const paged: unknown[] = []
  let cursor: string | null = null
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`
    const path = `/api/v1/pull-requests/metrics?${RANGE}&limit=2&group_by=author&group_by=repository&kind=person&kind=bot&kind=ai_agent${next}`
    const { body } = await gateway.ask(path)
    expect(body).toMatchObject({ numbers: { opened: 9, merged: 7 } })
    paged.push(...(body.data as Listed[]).map(({ author, repository }) => [repository, author]))
    cursor = (body.page as { next_cursor: string | null }).next_cursor
  } while (cursor !== null)
  expect(paged).toEqual(all.map(([repository, , author]) => [repository, author]))
  expect(paged).toHaveLength(7)
  const { text } = await gateway.ask(
    `/api/v1/pull-requests/metrics?${RANGE}&format=csv&group_by=author&group_by=repository`,
  )
  expect(text.split('\n')[0]).toContain('numbers.phases.cycle.median_seconds')
})

test('a token shows the pull requests of its repositories alone', async () => {
  const as = await tokenFor(['acme/web'])
  const { body } = await gateway.ask(`/api/v1/pull-requests/metrics?${RANGE}&group_by=repository`, { as })
  expect(body).toMatchObject({ numbers: { opened: 1 }, data: [{ repository: 'acme/web' }] })
})

/**
 * One branch, three pull requests. It was made on the 1st at 8 with commits of 7 and 6; #11 was opened at 9. Pushed again
 * at 10 with a commit of 9:30, merged at 12. What #12, opened at 15, holds was pushed after that: a commit of 13. #13 was opened
 * before anything was pushed since the merge of #12 at 16. Of another branch, whose making nobody told, nothing is known.
 */
test('work began with the first commit since the branch was made or merged', async () => {
  const pull = (number: number, opened: number, ended?: number) => [
    branchMoment('opened', on(10, opened), { number }),
    ...(ended === undefined ? [] : [branchMoment('merged', on(10, ended), { number })]),
  ]
  const push = (hour: number, first: number, more = {}) =>
    branchMoment('push', on(10, hour), { first_commit_at: on(10, first), ...more })
  const moments = [
    push(8, 6, { created: 1 }),
    ...pull(11, 9, 12),
    push(10, 9),
    push(14, 13),
    ...pull(12, 15, 16),
    ...pull(13, 17, 18),
    push(8, 6, { branch: 'unknown' }),
    branchMoment('opened', on(10, 9), { number: 14, branch: 'unknown' }),
  ]
  for (const moment of moments.toReversed()) {
    await gateway.insert('pull-requests', { branch_moments: [moment] })
  }
  await gateway.insert('pull-requests', {
    pull_request_lives: [
      lifeRow(1, 11, on(10, 9), { author: 'grace', merged_at: on(10, 12) }),
      lifeRow(1, 12, on(10, 15), { author: 'grace', merged_at: on(10, 16) }),
      lifeRow(1, 13, on(10, 17), { author: 'grace', merged_at: on(10, 18) }),
      lifeRow(1, 14, on(10, 9), { author: 'grace', merged_at: on(10, 18) }),
    ],
  })
  const { body } = await gateway.ask(`/api/v1/pull-requests/metrics?${RANGE}&definition=devlake&author=grace`)
  // 6–9 = 10,800 and 13–15 = 7,200.
  expect(body).toMatchObject({
    numbers: { phases: { coding: { pull_requests: 2, missing: 2, mean_seconds: 9000 } } },
  })
})

test.each([
  ['definition=graphite', 'definition'],
  ['group_by=day', 'group_by'],
  ['group_by=week&group_by=team&group_by=author', 'group_by'],
  ['compare=next', 'compare'],
  ['compare=yesterday..today', 'compare'],
  ['compare=2026-02-01T00:00:00Z..2026-01-01T00:00:00Z', 'compare'],
  ['kind=robot', 'kind'],
  ['cursor=bm9uZQ', 'cursor'],
  ['until=2026-01-01T00:00:00Z&since=2026-01-02T00:00:00Z', 'until'],
])('%s is refused by name', async (query, parameter) => {
  expect(await gateway.ask(`/api/v1/pull-requests/metrics?${query}`)).toMatchObject({
    status: 400,
    body: { parameter },
  })
})
