import { expect, test } from 'vitest'
import { tokenFor } from '../gateway.fixture.ts'
import { acme, begun, connectSse, type SseClient, streamForTests } from './stream.fixture.ts'
import { connectWebSocket } from './web-socket.fixture.ts'

const stream = streamForTests()
const BOTH = '?kind=delivery&kind=alert'
const web = { id: 2, name: 'acme/web' }

async function live(url: string, query = BOTH, options: Parameters<typeof connectSse>[2] = {}) {
  return begun(await connectSse(url, query, options))
}

const idsOf = ({ events }: Pick<SseClient, 'events'>) =>
  events.map((event) => ('id' in event ? event.id : null))
const titlesOf = ({ events }: Pick<SseClient, 'events'>) =>
  events.flatMap((event) => (event.kind === 'alert' ? [event.alert.title] : []))

test('each change of an alert is told with the fields of GET /alerts, to who asked for alerts alone', async () => {
  const { url } = await stream.serve()
  using client = await live(url, '?kind=alert')
  using webSocket = await connectWebSocket(url, { query: '?kind=alert' })
  using deliveries = await live(url, '')
  await stream.appendAlert({ alert_id: 'a', subject: '1:pull:1' })
  const acknowledged = { state: 'acknowledged', acknowledged_by: 'mona' } as const
  await stream.appendAlert({ alert_id: 'a', revision: 2, change: 'acknowledged', ...acknowledged })
  const last = await stream.appendAlert({ alert_id: 'a', revision: 3, change: 'resolved', state: 'resolved' })
  await expect
    .poll(() => client.events.map((event) => event.kind === 'alert' && [event.change, event.alert.state]))
    .toEqual([
      ['opened', 'open'],
      ['acknowledged', 'acknowledged'],
      ['resolved', 'resolved'],
    ])
  // Only now: the two logs are read side by side.
  const delivery = await stream.append()
  expect(client.events[0]).toEqual({
    kind: 'alert',
    id: expect.stringMatching(/^\d+\.\d+$/),
    change: 'opened',
    at: '2026-01-05T10:00:00.000Z',
    alert: {
      id: 'a',
      revision: 1,
      rule: 'conflict',
      subject: '1:pull:1',
      state: 'open',
      severity: 'high',
      title: 'Conflict in acme/api#1',
      message: 'Commit fffffff cannot be merged into main.',
      url: 'https://github.com/acme/api/pull/1',
      repository: 'acme/api',
      repository_id: 1,
      opened_at: '2026-01-05T10:00:00.000Z',
      last_evidence_at: '2026-01-05T10:00:00.000Z',
      resolved_at: null,
      count: 2,
      deliveries: ['g1'],
      acknowledged_at: null,
      acknowledged_by: null,
      muted_until: null,
    },
  })
  expect(client.lastEventId()).toBe(`${delivery - 1}.${last}`)
  await expect.poll(() => webSocket.events.filter(({ kind }) => kind !== 'heartbeat')).toEqual(client.events)
  // Who names no kind gets what there was before there were alerts, with plain numbers.
  await expect.poll(() => idsOf(deliveries)).toEqual([delivery])
})

test('rules and severities choose among alerts, events among deliveries, repositories among both', async () => {
  const { url } = await stream.serve()
  await stream.name(2, 'acme/web', '2026-01-01T00:00:00Z')
  using all = await live(url)
  using bad = await live(url, `${BOTH}&severity=critical&severity=low&event=issues`)
  using failures = await live(url, `${BOTH}&rule=build-failure`)
  using ofWeb = await live(url, `${BOTH}&repository=ACME/web`)
  using token = await live(url, BOTH, { as: await tokenFor(['acme/WEB']) })
  using beyond = await live(url, '?kind=alert&repository=acme/api', { as: await tokenFor(['acme/web']) })
  await stream.appendAlert({ title: 'A', severity: 'critical' })
  await stream.appendAlert({ title: 'B', rule: 'build-failure' })
  await stream.appendAlert({ title: 'C', rule: 'build-failure', repository: web, severity: 'low' })
  await stream.appendAlert({ title: 'D', rule: 'intake-silent', repository: null })
  // It has another name by now.
  await stream.appendAlert({ title: 'E', repository: { id: 2, name: 'acme/site' } })
  const push = await stream.append({ repository: web })
  await expect.poll(() => [titlesOf(all), all.ids()]).toEqual([['A', 'B', 'C', 'D', 'E'], [push]])
  await expect.poll(() => [titlesOf(failures), failures.ids()]).toEqual([['B', 'C'], [push]])
  await expect.poll(() => [titlesOf(ofWeb), ofWeb.ids()]).toEqual([['C', 'E'], [push]])
  await expect.poll(() => [titlesOf(token), token.ids()]).toEqual([['C', 'E'], [push]])
  await expect.poll(() => [titlesOf(bad), bad.ids()]).toEqual([['A', 'C'], []])
  expect(beyond.events).toEqual([])
})

test('a repository that is known by a delivery is known to its alerts', async () => {
  const { url } = await stream.serve()
  using client = await live(url, `${BOTH}&repository=acme/unborn`)
  await stream.append({ repository: { id: 30, name: 'acme/Unborn' } })
  await expect.poll(() => client.ids()).toHaveLength(1)
  await stream.appendAlert({ title: 'Born', repository: { id: 30, name: 'acme/born' } })
  await expect.poll(() => titlesOf(client)).toEqual(['Born'])
})

test('a client that comes back gets what it missed of both logs, each once', async () => {
  const { url } = await stream.serve()
  using first = await live(url)
  const appendBoth = async (titles: readonly string[]) => {
    const ids: number[] = []
    for (const title of titles) {
      ids.push(await stream.append({ repository: acme }))
      await stream.appendAlert({ title })
    }
    return ids
  }
  const titles = Array.from({ length: 40 }, (_, index) => `n${index}`)
  const early = await appendBoth(titles.slice(0, 10))
  await expect.poll(() => first.events.length).toBe(20)
  first[Symbol.dispose]()
  const missed = await appendBoth(titles.slice(10, 30))
  const all = first.events.map((event) => ({ event, id: 'id' in event ? event.id : '' }))
  // From the last one, and from the midst of what it got: each id says what it had of both.
  const resumed = await Promise.all(
    [4, 11, 19].map((at) => live(url, BOTH, { lastEventId: all[at]?.id ?? '' })),
  )
  const late = await appendBoth(titles.slice(30))
  for (const [index, client] of resumed.entries()) {
    const before = first.events.slice(0, ([4, 11, 19][index] ?? 0) + 1)
    const hadTitles = titlesOf({ events: before })
    const hadIds = before.filter(({ kind }) => kind === 'delivery').length
    await expect.poll(() => client.events.length, { timeout: 10_000 }).toBe(80 - before.length)
    expect(titlesOf(client)).toEqual(titles.slice(hadTitles.length))
    expect(client.ids()).toEqual([...early, ...missed, ...late].slice(hadIds))
    client[Symbol.dispose]()
  }
})

test('a plain position resumes deliveries, and alerts are told from now on', async () => {
  const { url } = await stream.serve()
  const before = await stream.append()
  const missed = await stream.append()
  await stream.appendAlert({ title: 'Before' })
  using client = await live(url, `${BOTH}&last_event_id=${before}`)
  await expect.poll(() => client.ids()).toEqual([missed])
  const last = await stream.appendAlert({ title: 'After' })
  await expect.poll(() => titlesOf(client)).toEqual(['After'])
  expect(client.lastEventId()).toBe(`${missed}.${last}`)
  // The other way round: who no longer wants alerts resumes by the first position of the two.
  using plain = await live(url, '', { lastEventId: `${before}.${last}` })
  await expect.poll(() => idsOf(plain)).toEqual([missed])
})

test('heartbeats move both positions, and what is missing is said of its log', async () => {
  const { url } = await stream.serve({ heartbeatMs: 50, replayed: 2 })
  using quiet = await live(url, `${BOTH}&event=fork&rule=dead-letters`)
  const delivery = await stream.append()
  for (const title of ['1', '2', '3', '4']) await stream.appendAlert({ title })
  const alert = await stream.appendAlert({ title: '5' })
  await expect.poll(() => quiet.lastEventId()).toBe(`${delivery}.${alert}`)
  expect(quiet.events).toEqual([])
  using far = await live(url, BOTH, { lastEventId: `${delivery}.${alert - 5}` })
  await expect.poll(() => titlesOf(far)).toEqual(['4', '5'])
  const [id, from, to] = [`${delivery}.${alert - 2}`, alert - 4, alert - 2]
  expect(far.events[0]).toEqual({ kind: 'gap', of: 'alert', reason: 'too_far', id, from, to })
})
