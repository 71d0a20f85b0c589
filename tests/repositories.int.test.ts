import type { Snapshot } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import type { Told } from './support/send-twice.ts'
import { type ToldRepository, told } from './support/told.ts'
import { gatewayAfter } from './support/told-gateway.ts'

const api: ToldRepository = { id: 1, full_name: 'acme/api' }
const site: ToldRepository = { id: 2, full_name: 'acme/site' }
const web: ToldRepository = { id: 2, full_name: 'acme/web' }
const old: ToldRepository = { id: 3, full_name: 'acme/old' }

/** `02T09:10` is 09:10 of the second of March 2026. */
const at = (text: string) => `2026-03-${text}:00Z`
const unix = (text: string) => Date.parse(at(text)) / 1000

const about = {
  language: 'TypeScript',
  topics: ['web-app', 'http', 'http-framework'],
  homepage: 'https://acme.example',
  description: 'The API',
  archived: false,
  disabled: false,
  visibility: 'public',
  forks_count: 3,
  stargazers_count: 40,
}

/** A push at a time: so many commits, and what GitHub counts as open then. */
function push(time: string, shas: readonly string[], open: number): Told {
  const commits = shas.map((id) => ({ id, timestamp: id === 'a2' ? at('02T07:00') : at(time) }))
  const fields = { ref: 'refs/heads/main', before: `before ${time}`, after: shas.at(-1) ?? '', commits }
  const times = { pushed_at: unix(time), updated_at: at('01T00:00') }
  return told(api, ['push', 4], fields, { ...about, ...times, open_issues_count: open })
}

const seen = (time: string, open: number) => ({
  ...about,
  pushed_at: at('02T08:00'),
  updated_at: at(time),
  open_issues_count: open,
})

function issue(number: number, time: string): Told {
  const its = {
    number,
    state: 'open',
    created_at: at(time),
    updated_at: at(time),
    closed_at: null,
    labels: [],
  }
  return told(api, ['issues', 15], { action: 'opened', issue: its }, seen(time, number + 1))
}

const story: readonly Told[] = [
  push('02T08:00', ['a1', 'a2'], 4),
  push('10T08:00', ['a2', 'a3', 'a4', 'a5'], 3),
  issue(1, '05T08:00'),
  issue(2, '06T08:00'),
  told(
    api,
    ['pull_request', 0],
    {
      action: 'opened',
      pull_request: { number: 9, state: 'open', merged: false, updated_at: at('06T09:00') },
    },
    seen('06T09:00', 3),
  ),
  told(
    api,
    ['check_run', 1],
    { check_run: { name: 'lint' } },
    { ...seen('11T08:00', 3), pushed_at: at('10T08:00') },
  ),
  // Renamed, then archived; GitHub counts 12 that no delivery told of. 51 stars.
  told(site, ['star', 0], {}, { ...about, updated_at: at('03T08:00'), pushed_at: '2025-12-01T00:00:00Z' }),
  told(web, ['repository', 9], { action: 'renamed' }, { ...about, updated_at: at('04T08:00') }),
  told(
    web,
    ['repository', 1],
    { action: 'archived' },
    {
      ...about,
      archived: true,
      stargazers_count: 51,
      open_issues_count: 12,
      updated_at: at('05T08:00'),
      pushed_at: '2025-12-01T00:00:00Z',
    },
  ),
  told(old, ['repository', 1], { action: 'deleted' }, { ...about, updated_at: at('05T08:00') }),
]

const snapshot: Snapshot = {
  ...{ type: 'repository', repository_id: 1, repository: 'acme/api', snapshot_id: 'languages of api' },
  ...{ taken_at: at('12T08:00'), languages: { CSS: 149, TypeScript: 5000 }, contributors: 6 },
}

const gateway = gatewayAfter(story, { snapshots: [snapshot] })
const ask = (path: string) => gateway.answer(`/repositories${path}`)

const namesIn = (body: Readonly<Record<string, unknown>>) =>
  Object(body.data).map(({ repository }: { repository: string }) => repository)

/**
 * api: 50 + pushed 9 days ago 20 + 2 open issues 10 + 40 stars 0 + 6 contributors 5 + CI 10 + no check named like a test
 * 0 = 95. Its issues and its pull request are the 3 that GitHub counts. Commits: a1 to a5, a2 pushed twice.
 * web: 50 + pushed in December 0 + GitHub's 12 open 0 + 51 stars 5 = 55; unknown: contributors 0–10, CI 0–10, tests 0–10.
 */
test('repositories as they are now', async () => {
  const list = await ask('')
  expect(list).toMatchObject({ page: { next_cursor: null } })
  expect(list.data).toMatchObject([
    {
      repository: 'acme/api',
      repository_id: 1,
      status: 'active',
      description: 'The API',
      language: 'TypeScript',
      stars: 40,
      forks: 3,
      open_issues: 2,
      open_issues_source: 'deliveries',
      open_pull_requests: 1,
      open_items: 3,
      commits_30_days: 5,
      contributors: 6,
      pushed_at: at('10T08:00'),
      health: 95,
    },
    {
      repository: 'acme/web',
      status: 'archived',
      archived: true,
      open_issues: 12,
      open_issues_source: 'github',
      commits_30_days: 0,
      contributors: null,
      health: 55,
      first_seen_at: at('03T08:00'),
    },
  ])
})

test.each([
  ['archived=true', ['acme/web']],
  ['archived=false', ['acme/api']],
  ['status=deleted', ['acme/old']],
  ['name=WE&name=nothing', ['acme/web']],
  ['repository=acme/site', ['acme/web']],
  ['sort=stars', ['acme/web', 'acme/api']],
  ['sort=name&status=active&status=archived&status=deleted', ['acme/api', 'acme/old', 'acme/web']],
])('repositories of %s', async (query, names) => {
  expect(namesIn(await ask(`?${query}`))).toEqual(names)
})

test('pages follow one another in every order', async () => {
  for (const sort of ['pushed_at', 'name', 'health', 'commits_30_days', 'open_issues']) {
    const all = namesIn(await ask(`?sort=${sort}`))
    const first = await ask(`?sort=${sort}&limit=1`)
    const second = await ask(`?sort=${sort}&limit=1&cursor=${Object(first.page).next_cursor}`)
    expect([...namesIn(first), ...namesIn(second)]).toEqual(all)
    expect(second.page).toMatchObject({ next_cursor: null })
  }
})

test('health tells each term and what is unknown; an old name finds the repository', async () => {
  expect(await ask('/acme/site')).toMatchObject({
    repository: 'acme/web',
    health: { score: 55, lowest: 55, highest: 85, unknown: ['contributors', 'ci', 'tests'] },
    languages: null,
    lines_of_code: null,
  })
  const { health } = await ask('/Acme/API')
  expect(health).toMatchObject({ score: 95, unknown: [] })
  expect(Object(health).terms.map(({ points }: { points: number }) => points)).toEqual([
    50, 20, 10, 0, 5, 10, 0,
  ])
  const { status } = await gateway.ask('/api/v1/repositories/acme/nobody')
  expect(status).toBe(404)
})

/**
 * Lines: ⌊5000 ÷ 50⌋ + ⌊149 ÷ 50⌋ = 102. By the end of each day, with GitHub's own count of what is open: on the 9th and 10th
 * 50 + 20 + 3 open 10 = 80; on the 11th a check is CI: 90; on the 12th 6 contributors are known: 95.
 */
test('metrics of a project, a row for each day', async () => {
  const { days, ...now } = await ask('/acme/api?since=2026-03-09T00:00:00Z&until=2026-03-13T00:00:00Z')
  const stack = ['TypeScript', 'http', 'http-framework']
  const unmeasured = { contributors: null, lines_of_code: null, tech_stack: stack }
  expect(days).toEqual([
    { date: '2026-03-09', commits_30_days: 2, ...unmeasured, health: 80 },
    { date: '2026-03-10', commits_30_days: 5, ...unmeasured, health: 80 },
    { date: '2026-03-11', commits_30_days: 5, ...unmeasured, health: 90 },
    {
      date: '2026-03-12',
      commits_30_days: 5,
      contributors: 6,
      lines_of_code: 102,
      tech_stack: [...stack, 'CSS'],
      health: 95,
    },
  ])
  expect(now).toMatchObject({ lines_of_code: 102, languages: { TypeScript: 5000, CSS: 149 } })
  const month = await ask('/acme/api?since=2026-02-20T00:00:00Z&until=2026-03-03T00:00:00Z')
  expect(month.days).toMatchObject([{ date: '2026-03-02', commits_30_days: 2 }])
})
