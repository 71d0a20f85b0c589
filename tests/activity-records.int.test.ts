import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Told } from './support/send-twice.ts'
import { type ToldRepository, told } from './support/told.ts'
import { gatewayAfter } from './support/told-gateway.ts'

const api: ToldRepository = { id: 1, full_name: 'acme/api' }
const web: ToldRepository = { id: 2, full_name: 'acme/web' }

/** `02T09:10` is 09:10 of the second of March 2026. */
const at = (text: string) => `2026-03-${text}:00Z`
const person = (login: string) => ({ login, id: login.length, type: 'User' })

/** A commit by its SHA, its time, and who wrote it: a login, or a name without an account. */
const commit = (id: string, time: string, author: object) => ({
  ...{ id, timestamp: at(time), message: `Commit ${id}\n\nWhy.`, url: `https://git/${id}`, author },
})

const first = commit('a1', '02T08:00', { name: 'Ada L.', username: 'Ada' })
const second = commit('b2', '03T08:00', { name: 'Somebody' })

function push(repository: ToldRepository, ref: string, pushed: string, commits: readonly object[]): Told {
  const fields = { ref, after: `${ref} ${pushed}`, commits }
  return told(repository, ['push', 4], fields, { pushed_at: Date.parse(at(pushed)) / 1000 })
}

function pull(action: string, time: string, title: string, more: object = {}): Told {
  const its = { number: 7, title, html_url: 'https://git/pull/7', user: person('Mona'), labels: [] }
  const times = { created_at: at('04T08:00'), updated_at: at(time), closed_at: null, merged_at: null }
  return told(api, ['pull_request', 0], { action, pull_request: { ...its, ...times, ...more } })
}

function issue(action: string, time: string, by: string, state: 'open' | 'closed'): Told {
  const its = { number: 9, title: 'Broken', html_url: 'https://git/issues/9', user: person('hubot'), state }
  const times = { created_at: at('01T08:00'), updated_at: at(time) }
  const closed_at = state === 'closed' ? at(time) : null
  return told(api, ['issues', 15], { action, issue: { ...its, ...times, closed_at }, sender: person(by) })
}

const story: readonly Told[] = [
  push(api, 'refs/heads/main', '03T09:00', [first, second]),
  // Another branch, a tag, and a repository of its own that has the commit too.
  push(api, 'refs/heads/next', '03T10:00', [first]),
  push(api, 'refs/tags/v1', '03T11:00', [commit('c3', '03T11:00', { username: 'ada' })]),
  push(web, 'refs/heads/main', '03T12:00', [first]),
  pull('opened', '04T08:00', 'Frist try'),
  pull('edited', '04T09:00', 'First try'),
  pull('closed', '05T08:00', 'First try', {
    ...{ state: 'closed', merged: true, closed_at: at('05T08:00'), merged_at: at('05T08:00') },
    merged_by: person('ada'),
  }),
  issue('closed', '06T08:00', 'grace', 'closed'),
  issue('reopened', '07T08:00', 'hubot', 'open'),
  issue('closed', '08T08:00', 'ada', 'closed'),
]

const teams = fileURLToPath(new URL('../services/gateway/src/people/teams.fixture.yaml', import.meta.url))
const { answer } = gatewayAfter(story, { env: { OCTO_TEAMS_FILE: teams } })

const inApi = { repository: 'acme/api', repository_id: 1 }
const closing = {
  ...{ ...inApi, kind: 'issue_closed', author: 'hubot', author_has_account: true },
  ...{ message: 'Broken', url: 'https://git/issues/9', sha: null, number: 9 },
}
const pulled = {
  ...{ ...inApi, author: 'Mona', author_has_account: true, message: 'First try' },
  ...{ url: 'https://git/pull/7', sha: null, number: 7 },
}
const pushed = {
  ...{ kind: 'commit', at: at('02T08:00'), author: 'Ada', author_has_account: true, actor: null },
  ...{ message: 'Commit a1\n\nWhy.', url: 'https://git/a1', sha: 'a1', number: null },
}

const records = [
  { ...closing, at: at('08T08:00'), actor: 'ada' },
  { ...closing, at: at('06T08:00'), actor: 'grace' },
  { ...pulled, kind: 'pr_merged', at: at('05T08:00'), actor: 'ada' },
  { ...pulled, kind: 'pr_opened', at: at('04T08:00'), actor: null },
  {
    ...{ ...pushed, ...inApi, at: at('03T08:00'), author: 'Somebody', author_has_account: false },
    ...{ message: 'Commit b2\n\nWhy.', url: 'https://git/b2', sha: 'b2' },
  },
  { ...pushed, repository: 'acme/web', repository_id: 2 },
  { ...pushed, ...inApi },
]

test('commits, pull requests opened and merged, issues closed: whose, what, where and when, each once', async () => {
  expect(await answer('/activity/records')).toMatchObject({ data: records, page: { next_cursor: null } })
})

test('records of activity page by page', async () => {
  const walked: unknown[] = []
  let cursor: string | null = null
  do {
    const page = await answer(`/activity/records?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)
    walked.push(...(page.data as unknown[]))
    cursor = Object(page.page).next_cursor
  } while (cursor !== null)
  expect(walked).toEqual(records)
})

// Of acme/api Ada and Mona are maintainers, of acme/web Grace.
test.each([
  ['repository=ACME/web', [5]],
  ['kind=commit&repository=acme/api', [4, 6]],
  ['kind=pr_opened&kind=issue_closed', [0, 1, 3]],
  ['author=MONA&author=somebody', [2, 3, 4]],
  ['since=2026-03-04T08:00:00Z&until=2026-03-06T08:00:00Z', [2, 3]],
  ['exclude_user=HUBOT&exclude_user=Somebody', [2, 3, 5, 6]],
  ['exclude_maintainers=true', [0, 1, 4]],
  ['exclude_maintainers=true&repository=acme/web', [5]],
  ['repository=acme/nobody', []],
])('records of activity of %s', async (query, indices) => {
  const { data } = await answer(`/activity/records?${query}`)
  expect(data).toEqual(indices.map((index) => records[index]))
})

test('maintainers and users can be left out of what is said of people and pull requests', async () => {
  const logins = async (query: string) => {
    const { data } = await answer(`/contributors${query}`)
    return Object(data).map(({ login }: { login: string }) => login)
  }
  expect(await logins('')).toEqual(['Ada', 'Mona', 'hubot'])
  expect(await logins('?exclude_maintainers=true')).toEqual(['hubot'])
  expect(await logins('?exclude_maintainers=true&repository=acme/web')).toEqual(['Ada'])
  const load = await answer('/reviews/load?exclude_maintainers=true')
  expect([load.data, (await answer('/reviews/load')).data]).toMatchObject([[], [{ login: 'Mona' }]])

  const opened = async (query: string) => {
    const { data } = await answer(`/pull-requests?${query}`)
    const { numbers } = await answer(`/pull-requests/metrics?${query}`)
    return [Object(data).length, Object(numbers).opened]
  }
  expect(await opened('')).toEqual([1, 1])
  expect(await opened('exclude_user=ADA')).toEqual([1, 1])
  expect(await opened('exclude_user=mona')).toEqual([0, 0])
  expect(await opened('exclude_maintainers=true')).toEqual([0, 0])
})

test('and of what is said of activity and issues', async () => {
  const totals = async (query: string) => {
    const { data } = await answer(`/activity?kind=commits&kind=pulls_merged&kind=issues_closed${query}`)
    return Object(data).map(({ total }: { total: number | null }) => total)
  }
  // Somebody's commit is counted as long as nobody asks whose it is; so are closings, whoever closed.
  expect(await totals('')).toEqual([3, 1, 2])
  expect(await totals('&exclude_user=hubot')).toEqual([2, 1, null])
  expect(await totals('&exclude_user=MONA')).toEqual([2, 0, null])
  expect(await totals('&exclude_maintainers=true')).toEqual([0, 0, null])
  expect(await totals('&exclude_maintainers=true&repository=acme/web')).toEqual([1, 0, null])

  const issues = async (query: string) => Object((await answer(`/issues?${query}`)).page).total
  expect(await issues('exclude_maintainers=true')).toBe(1)
  expect(await issues('exclude_user=HUBOT')).toBe(0)
})
