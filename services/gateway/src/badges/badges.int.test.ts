import { beforeAll, expect, test } from 'vitest'
import { ciRows } from '../ci-rows.fixture.ts'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { lifeRow } from '../life-rows.fixture.ts'
import { factRow, nameRow } from '../rows.fixture.ts'
import { deploymentRow } from '../work-rows.fixture.ts'

const NOW = new Date('2026-03-04T10:20:00Z')
const gateway = gatewayForTests({
  now: NOW,
  env: { OCTO_BADGE_KEY: Buffer.alloc(32, 7).toString('base64') },
})
const on = (day: number, hour = 0) => new Date(Date.UTC(2026, 2, day, hour))
const PATH = '/api/v1/badges'

beforeAll(async () => {
  await gateway.insert('deliveries', {
    repository_names: [
      nameRow(1, 'acme/api', '2026-03-01T00:00:00Z'),
      nameRow(2, 'acme/web', '2026-03-01T00:00:00Z'),
    ],
  })
  await gateway.insert('counters', {
    counter_facts: [
      factRow('commits', 1, on(1, 1), 'a'),
      factRow('commits', 1, on(1, 2), 'b'),
      factRow('commits', 1, on(3, 3), 'c'),
      factRow('commits', 2, on(3, 4), 'd'),
    ],
  })
  await gateway.insert('pull-requests', {
    pull_request_lives: [
      lifeRow(1, 1, on(2), { author: 'mona', merged_at: on(2, 6) }),
      lifeRow(1, 2, on(3), { author: 'mona', merged_at: on(3, 10) }),
    ],
  })
  const deployed = [1, 2, 3, 4, 5, 6].map((deployment_id) =>
    deploymentRow(
      { repository_id: 1, deployment_id, created_at: on(1, deployment_id) },
      on(1, deployment_id),
    ),
  )
  await gateway.insert('deployments', { deployments: deployed })
  const { check_suites: green } = ciRows(1, on(3))
  const red = ciRows(2, on(3)).check_suites.map((suite) => ({
    ...suite,
    completion: { completed_at: on(3, 1), conclusion: 'failure' },
    last_passed_at: null,
  }))
  await gateway.insert('checks', { check_suites: [...green, ...red] })
})

async function addressOf(body: object, as: string = keys.operator): Promise<string> {
  const { status, body: answer, text } = await gateway.ask(PATH, { body, as })
  expect({ status, text }).toMatchObject({ status: 201 })
  return String(answer.path)
}

const look = (address: string, headers = {}) => gateway.ask(address, { as: null, headers })

async function titleOf(body: object): Promise<string | undefined> {
  const { status, text } = await look(await addressOf(body))
  expect({ status, text }).toMatchObject({ status: 200 })
  return /<title>([^<]*)</.exec(text)?.[1]
}

test.each([
  [{ badge: 'counter', counter: 'commits', days: 7 }, 'commits, 7 d: 4'],
  [{ badge: 'counter', counter: 'commits', days: 7, repository: 'ACME/api' }, 'commits, 7 d: 3'],
  [{ badge: 'counter', counter: 'commits', days: 2, repository: 'acme/api' }, 'commits, 2 d: 1'],
  [{ badge: 'main', repository: 'acme/api' }, 'main: passing'],
  [{ badge: 'main', repository: 'acme/web' }, 'main: failing'],
  // 6 and 10 hours.
  [{ badge: 'cycle-time' }, 'median cycle time, 30 d: 8h'],
  [{ badge: 'cycle-time', repository: 'acme/web' }, 'median cycle time, 30 d: unknown'],
  // Six in 30 days.
  [{ badge: 'deployment-frequency' }, 'deployments: 1.4 a week'],
  [{ badge: 'deployment-frequency', days: 4 }, 'deployments: 1.5 a day'],
  [{ badge: 'sparkline', counter: 'commits', days: 4, repository: 'acme/api' }, 'commits, 4 d: 3'],
  [{ badge: 'main', repository: 'acme/api', label: '"><script>' }, '&quot;&gt;&lt;script&gt;: passing'],
])('%j says %s', async (body, title) => {
  expect(await titleOf(body)).toBe(title)
})

test('a sparkline draws each day', async () => {
  const { text } = await look(
    await addressOf({ badge: 'sparkline', counter: 'commits', days: 4, repository: 'acme/api' }),
  )
  const [, path = ''] = /<path d="([^"]*)"/.exec(text) ?? []
  // Two commits, none, one, none: from the top at 4 to the floor at 16.
  expect([...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y))).toEqual([4, 16, 10, 16])
})

test('it may be kept for some minutes, loads and runs nothing, and is not sent twice', async () => {
  const address = await addressOf({ badge: 'main', repository: 'acme/api' })
  const { headers } = await look(address)
  expect(headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
  expect(headers.get('cache-control')).toBe('public, max-age=300')
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  const known = { 'if-none-match': headers.get('etag') ?? '', 'cache-control': 'max-age=0' }
  expect(await look(address, known)).toMatchObject({ status: 304, text: '' })
  const soon = new Date(NOW.getTime() + 60_000).toISOString()
  const ending = await look(await addressOf({ badge: 'main', repository: 'acme/api', expires_at: soon }))
  expect(ending.headers.get('cache-control')).toBe('public, max-age=60')
})

test('what is unsigned, changed or over is refused in the same words', async () => {
  const address = await addressOf({ badge: 'counter', counter: 'commits', days: 7 })
  const asked = [
    address.replace(/&signature=.*/, ''),
    address.replace('days=7', 'days=8'),
    address.replace('counter.svg', 'sparkline.svg'),
    '/badges/counter.svg',
  ]
  const answers = await Promise.all(asked.map((each) => look(each)))
  for (const { status, body, headers } of answers) {
    expect({ status, body }).toMatchObject({ status: 403, body: { code: 'badge_refused' } })
    expect(body.detail).toBe(answers[0]?.body.detail)
    expect(headers.get('cache-control') ?? '').not.toContain('public')
  }
})

test.each([
  [{ badge: 'counter' }, 400, 'counter'],
  [{ badge: 'main' }, 400, 'repository'],
  [{ badge: 'main', repository: 'acme/api', days: 3 }, 400, 'days'],
  [{ badge: 'counter', counter: 'stars' }, 400, 'counter'],
  [{ badge: 'cycle-time', days: 400 }, 400, 'days'],
  [{ badge: 'main', repository: 'acme/api', expires_at: '2026-03-04T10:20:00Z' }, 400, 'expires_at'],
  [{ badge: 'main', repository: 'acme/none' }, 404, undefined],
])('no address is made of %j', async (body, status, field) => {
  const answer = await gateway.ask(PATH, { body, as: keys.operator })
  expect({ status: answer.status, field: answer.body.field }).toEqual({ status, field })
})

test('nobody makes an address of what they may not see', async () => {
  const mine = { badge: 'main', repository: 'acme/api' }
  expect(await gateway.ask(PATH, { body: mine, as: keys.viewer })).toMatchObject({ status: 403 })
  const as = await tokenFor(['acme/api'], 'operator')
  expect(await gateway.ask(PATH, { body: mine, as })).toMatchObject({ status: 201 })
  expect(await gateway.ask(PATH, { body: { badge: 'main', repository: 'acme/web' }, as })).toMatchObject({
    status: 404,
  })
  expect(await gateway.ask(PATH, { body: { badge: 'cycle-time' }, as })).toMatchObject({ status: 403 })
})

test('without a key there are no badges', async () => {
  const address = await addressOf({ badge: 'main', repository: 'acme/api' })
  await using without = await gateway.serveWith({ OCTO_BADGE_KEY: '' })
  const headers = { 'x-api-key': keys.operator, 'content-type': 'application/json' }
  const made = await fetch(`${without.url}${PATH}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ badge: 'main', repository: 'acme/api' }),
  })
  expect([made.status, (await fetch(`${without.url}${address}`)).status]).toEqual([409, 404])
})
