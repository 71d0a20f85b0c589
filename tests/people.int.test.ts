import { simulateWorkload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { askStore } from './support/ask-store.ts'
import { sendSteps } from './support/run-workload.ts'
import { type HandMadeEvent, sendEvents } from './support/send-events.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

const user = (login: string, type = 'User') => ({ login, id: 1, type })
const repository = {
  id: 1,
  full_name: 'acme/hand-made',
  owner: { login: 'acme' },
  name: 'hand-made',
  pushed_at: null,
}
const day = (date: number, time = '10:00') => `2026-01-0${date}T${time}:00Z`

const pull = (number: number, login: string, merged_at: string | null = null) => ({
  ...{
    id: number,
    number,
    title: 'T',
    user: user(login),
    labels: [],
    head: { ref: 'x', sha: 'y' },
    base: { ref: 'main' },
  },
  ...{ state: merged_at === null ? 'open' : 'closed', created_at: day(1), updated_at: day(2) },
  ...{ closed_at: merged_at, merged_at },
})

const review = (id: number, login: string, state: string) => ({
  id,
  user: user(login),
  state,
  submitted_at: day(2),
})

/**
 * ada opens two pull requests, of which one is merged, and pushes two commits; mona reviews both and approves one, grace
 * reviews one; ada reviews her own; a bot comments.
 */
const byHand: readonly HandMadeEvent[] = [
  { event: 'pull_request', payload: { action: 'opened', pull_request: pull(1, 'ada'), repository } },
  { event: 'pull_request', payload: { action: 'closed', pull_request: pull(1, 'ada', day(3)), repository } },
  ...[
    { pull_request: pull(1, 'ada'), review: review(11, 'mona', 'approved') },
    { pull_request: pull(2, 'ada'), review: review(12, 'mona', 'commented') },
    { pull_request: pull(2, 'ada'), review: review(13, 'grace', 'changes_requested') },
    { pull_request: pull(2, 'ada'), review: review(14, 'ada', 'commented') },
  ].map((told) => ({ event: 'pull_request_review', payload: { action: 'submitted', repository, ...told } })),
  {
    event: 'push',
    payload: {
      ...{ ref: 'refs/heads/main', before: '0', after: '2', repository },
      commits: ['c1', 'c2'].map((id) => ({ id, timestamp: day(4), author: { username: 'ada' } })),
    },
  },
  {
    event: 'issue_comment',
    payload: {
      ...{ action: 'created', issue: { number: 2, pull_request: {} }, repository },
      comment: { id: 31, user: user('dependabot[bot]', 'Bot'), created_at: day(2), updated_at: day(2) },
    },
  },
]

const workload = simulateWorkload({
  seed: 5,
  deliveries: 1000,
  start: new Date('2026-02-02T00:00:00Z'),
  days: 14,
})

let system: TestSystem
let gateway: AskedGateway

beforeAll(async () => {
  system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  gateway = await startAskedGateway(system, new Date('2026-03-20T00:00:00Z'))
  await using projectors = await system.startProjectors()
  // Twice and backwards the second time, under other GUIDs: as two hooks would.
  await sendEvents(system, [...byHand, ...byHand.toReversed()])
  await sendSteps(
    system,
    workload.deliveries.map((delivery) => ({ kind: 'deliver' as const, delivery, outOfOrder: false })),
  )
  await projectors.caughtUp()
}, 120_000)

afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await system[Symbol.asyncDispose]()
})

test('contributors worked out by hand, from their deliveries to the answer', async () => {
  const { body } = await gateway.ask('/api/v1/contributors?repository=acme/hand-made')
  const none = {
    ...{ pulls_opened: 0, pulls_merged: 0, reviews: 0, approvals: 0, approval_labels: 0, lgtm_labels: 0 },
    ...{ comments: 0, commits: 0, issues_opened: 0 },
  }
  const ada = { pulls_opened: 2, pulls_merged: 1, commits: 2, first_seen: day(1), last_seen: day(4) }
  const seen = { first_seen: day(2), last_seen: day(2) }
  expect(body.data).toEqual([
    { ...none, login: 'ada', kind: 'person', contributions: 5, ...ada },
    { ...none, login: 'mona', kind: 'person', contributions: 3, reviews: 2, approvals: 1, ...seen },
    { ...none, login: 'dependabot[bot]', kind: 'bot', contributions: 1, comments: 1, ...seen },
    { ...none, login: 'grace', kind: 'person', contributions: 1, reviews: 1, ...seen },
  ])
})

test('the review load worked out by hand', async () => {
  // 0, 1 and 2 reviews: 2·(1·0 + 2·1 + 3·2) / (3·3) − 4/3 = 16/9 − 12/9.
  const { body } = await gateway.ask('/api/v1/reviews/load?repository=acme/hand-made')
  expect(body).toMatchObject({ reviews: 3, reviewers: 2, gini: 0.444 })
})

test('the counts of a simulated fortnight are those of its archived payloads', async () => {
  const archived = await askStore<{ login: string; pulls: number; reviews: number }>(
    system.access,
    `SELECT login, uniqExactIf(key, kind = 'pull') AS pulls, uniqExactIf(key, kind = 'review') AS reviews FROM (
       SELECT 'pull' AS kind, lower(JSONExtractString(payload, 'pull_request', 'user', 'login')) AS login,
         concat(toString(repository_id), '#', JSONExtractRaw(payload, 'pull_request', 'number')) AS key
       FROM deliveries WHERE event IN ('pull_request', 'pull_request_review', 'pull_request_review_comment')
       UNION ALL
       SELECT 'review', lower(JSONExtractString(payload, 'review', 'user', 'login')), JSONExtractRaw(payload, 'review', 'id')
       FROM deliveries WHERE event = 'pull_request_review'
         AND lower(JSONExtractString(payload, 'review', 'user', 'login')) != lower(JSONExtractString(payload, 'pull_request', 'user', 'login')))
     GROUP BY login HAVING pulls + reviews > 0 ORDER BY login`,
  )
  const { body } = await gateway.ask('/api/v1/contributors?limit=1000')
  const answered = (body.data as { login: string; pulls_opened: number; reviews: number }[])
    .filter(({ pulls_opened, reviews }) => pulls_opened + reviews > 0)
    .map(({ login, pulls_opened, reviews }) => ({ login: login.toLowerCase(), pulls: pulls_opened, reviews }))
    .sort((left, right) => (left.login < right.login ? -1 : 1))
  expect(archived.length).toBeGreaterThan(10)
  expect(answered).toEqual(archived)
})

test('the audit finds nothing, and a rebuild changes no answer', async () => {
  await using projectors = await system.startProjectors()
  const people = projectors.projections.find(({ name }) => name === 'people')
  const before = (await gateway.ask('/api/v1/contributors?group_by=repository&group_by=day&limit=1000')).body
  expect(await people?.audit(new Date().toISOString().slice(0, 10))).toMatchObject({ missing: 0, drifted: 0 })
  await people?.rebuild()
  const after = (await gateway.ask('/api/v1/contributors?group_by=repository&group_by=day&limit=1000')).body
  expect(after.data).toEqual(before.data)
})
