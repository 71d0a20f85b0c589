import { expect, test } from 'vitest'
import { keys, tokenFor } from '../gateway.fixture.ts'
import { acme, begun, connectSse, streamForTests } from './stream.fixture.ts'

const stream = streamForTests()

async function live(url: string, query = '', options: Parameters<typeof connectSse>[2] = {}) {
  return begun(await connectSse(url, query, options))
}

test('a delivery is told as the archive knows it, and not its payload', async () => {
  const { url } = await stream.serve()
  using client = await live(url)
  const id = await stream.append({ event: 'pull_request', action: 'opened', repository: acme })
  await expect.poll(() => client.ids()).toEqual([id])
  expect(client.events[0]).toEqual({
    kind: 'delivery',
    id,
    delivery: {
      guid: expect.any(String),
      event: 'pull_request',
      action: 'opened',
      repository: 'acme/api',
      repository_id: 1,
      sender: 'mona',
      pull_request: null,
      received_at: expect.any(String),
      hook_id: '7',
      source: 'webhook',
    },
  })
  expect(client.lastEventId()).toBe(String(id))
  expect(client.response.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
  })
})

test('each client gets exactly what its filter lets through, renamed and new repositories too', async () => {
  const { url } = await stream.serve()
  await stream.name(10, 'acme/old-name', '2026-01-01T00:00:00Z')
  await stream.name(11, 'acme/other', '2026-01-01T00:00:00Z')
  using all = await live(url)
  using pushes = await live(url, '?event=push&event=create')
  using renamed = await live(url, '?repository=ACME/Old-Name')
  using unborn = await live(url, '?repository=acme/unborn&repository=acme/other')
  using both = await live(url, '?repository=acme/other&event=issues&kind=delivery')
  using token = await live(url, '', { as: await tokenFor(['acme/OTHER']) })
  using beyond = await live(url, '?repository=acme/old-name', { as: await tokenFor(['acme/other']) })
  const a = await stream.append({ repository: { id: 10, name: 'acme/old-name' } })
  const b = await stream.append({ repository: { id: 10, name: 'acme/new-name' }, event: 'issues' })
  const c = await stream.append({ repository: { id: 11, name: 'Acme/other' }, event: 'issues' })
  const d = await stream.append({ repository: { id: 12, name: 'acme/Unborn' }, event: 'create' })
  const e = await stream.append({ repository: null, event: 'organization' })
  // Once seen under its name, it is known by its id.
  const f = await stream.append({ repository: { id: 12, name: 'acme/born' }, event: 'issues' })
  await expect.poll(() => all.ids()).toEqual([a, b, c, d, e, f])
  await expect.poll(() => pushes.ids()).toEqual([a, d])
  await expect.poll(() => renamed.ids()).toEqual([a, b])
  await expect.poll(() => unborn.ids()).toEqual([c, d, f])
  await expect.poll(() => both.ids()).toEqual([c])
  await expect.poll(() => token.ids()).toEqual([c])
  expect(beyond.events).toEqual([])
})

test('a client that comes back gets what it missed, once, and then what is new', async () => {
  const { url } = await stream.serve()
  using first = await live(url, '?event=push')
  const early = await stream.appendMany(3)
  await expect.poll(() => first.ids()).toEqual(early)
  first[Symbol.dispose]()
  const missed = await stream.appendMany(300)
  // While the replay runs more arrive; four clients resume at once from different places.
  const ids = [early[0], early[2], missed[100], missed[299]].map((id) => id ?? 0)
  const connecting = ids.map((lastEventId) => connectSse(url, '?event=push', { lastEventId }))
  const meanwhile = stream.appendMany(200)
  const clients = await Promise.all(connecting)
  const everything = [...early, ...missed, ...(await meanwhile)]
  for (const [index, client] of clients.entries()) {
    const after = everything.filter((id) => id > (ids[index] ?? 0))
    await expect.poll(() => client.ids().length, { timeout: 10_000 }).toBe(after.length)
    expect(client.ids()).toEqual(after)
    client[Symbol.dispose]()
  }
})

test('heartbeats move the position of a client for whom nothing comes', async () => {
  const { url } = await stream.serve({ heartbeatMs: 50 })
  using client = await live(url, '?event=fork')
  const id = await stream.append({ event: 'push' })
  await expect.poll(() => client.lastEventId()).toBe(String(id))
  expect(client.events).toEqual([])
  expect(client.text()).toContain(': heartbeat\n')
})

test('what the log has forgotten is said, and what it holds follows', async () => {
  const { url } = await stream.serve()
  const ids = await stream.appendMany(10)
  const kept = await stream.trimUpTo(ids[6] ?? 0)
  using client = await live(url, '', { lastEventId: 1 })
  await expect.poll(() => client.ids()).toEqual(ids.filter((id) => id >= kept))
  expect(client.events[0]).toEqual({ kind: 'gap', reason: 'expired', id: kept - 1, from: 2, to: kept - 1 })
})

test('what is missing is said: beyond the end, too far back', async () => {
  const { url } = await stream.serve({ replayed: 5 })
  const ids = await stream.appendMany(20)
  const last = ids[19] ?? 0
  using ahead = await live(url, '', { lastEventId: last + 1_000 })
  await expect
    .poll(() => ahead.events)
    .toEqual([{ kind: 'gap', reason: 'set_back', id: last, from: last + 1, to: last + 1_000 }])
  using far = await live(url, `?last_event_id=${last - 15}`)
  await expect.poll(() => far.ids()).toEqual(ids.slice(15))
  expect(far.events[0]).toEqual({
    kind: 'gap',
    reason: 'too_far',
    id: last - 5,
    from: last - 14,
    to: last - 5,
  })
})

test('who may not ask is told so, and a wrong position or parameter is named', async () => {
  const { url } = await stream.serve()
  const answer = async (query: string, options: Parameters<typeof connectSse>[2]) => {
    using client = await connectSse(url, query, options)
    await expect.poll(() => client.hasEnded()).toBe(true)
    return { status: client.response.statusCode, body: JSON.parse(client.text()) }
  }
  expect(await answer('', { as: 'wrong' })).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
  expect(await answer('', { as: null })).toMatchObject({ status: 401 })
  expect(await answer('?access_token=x', {})).toMatchObject({
    status: 400,
    body: { parameter: 'access_token' },
  })
  expect(await answer('?kind=nothing', {})).toMatchObject({ status: 400, body: { parameter: 'kind' } })
  expect(await answer('', { lastEventId: 'x' })).toMatchObject({
    status: 400,
    body: { parameter: 'Last-Event-ID' },
  })
})

test('a key has so many clients, all have so many; a place is free again when a client has gone', async () => {
  const { url } = await stream.serve({ clients: 3, clientsOfKey: 2 })
  const status = async (as: string) => {
    using client = await connectSse(url, '', { as })
    return [client.response.statusCode, client.response.headers['retry-after']]
  }
  using one = await live(url)
  using _two = await live(url)
  expect(await status(keys.viewer)).toEqual([429, '10'])
  using _three = await live(url, '', { as: keys.admin })
  expect(await status(keys.operator)).toEqual([503, '10'])
  one[Symbol.dispose]()
  await expect.poll(() => status(keys.viewer)).toEqual([200, undefined])
})

test('a client that takes nothing is dropped with the reason while others go on', async () => {
  const { url } = await stream.serve({ clientBytes: 16 * 1024 })
  using slow = await live(url)
  using quick = await live(url)
  slow.response.pause()
  const sender = 'x'.repeat(30_000)
  let sent: readonly number[] = []
  // The kernel's buffers must be full before anything waits in ours.
  for (let round = 0; round < 12; round += 1) {
    sent = [...sent, ...(await stream.appendMany(50, { sender }))]
    await expect.poll(() => quick.ids().length, { timeout: 10_000 }).toBe(sent.length)
  }
  slow.response.resume()
  await expect.poll(() => slow.hasEnded(), { timeout: 10_000 }).toBe(true)
  expect(slow.events.at(-1)).toMatchObject({ kind: 'dropped', reason: 'slow' })
  expect(slow.ids()).toEqual(sent.slice(0, slow.ids().length))
  expect(slow.ids().length).toBeLessThan(sent.length)
  expect(quick.ids()).toEqual(sent)
  // It goes on where it was.
  const rest = sent.slice(slow.ids().length)
  using again = await live(url, '', { lastEventId: slow.lastEventId() })
  await expect.poll(() => again.ids().length, { timeout: 10_000 }).toBe(rest.length)
  expect(again.ids()).toEqual(rest)
})

test('a server that stops tells its clients, and ends at once', async () => {
  const server = await stream.serve()
  using client = await live(server.url)
  const id = await stream.append()
  await expect.poll(() => client.ids()).toEqual([id])
  const startedAt = performance.now()
  await server.drain()
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  await expect.poll(() => client.hasEnded()).toBe(true)
  expect(client.events.at(-1)).toEqual({ kind: 'dropped', id, reason: 'shutdown' })
})
