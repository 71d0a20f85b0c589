import { streamProtocol } from '@octometer/gateway-api'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { keys } from '../gateway.fixture.ts'
import { begun, connectSse, origin, streamForTests } from './stream.fixture.ts'
import { connectWebSocket, credentialProtocol, refusedHandshake } from './web-socket.fixture.ts'

const stream = streamForTests()

test('a WebSocket gets the events of its filter, and resumes after a position', async () => {
  const { url } = await stream.serve()
  using client = await connectWebSocket(url, { query: '?event=push' })
  using sse = await begun(await connectSse(url, '?event=push'))
  expect(client.webSocket.protocol).toBe(streamProtocol)
  const first = await stream.append()
  await stream.append({ event: 'fork' })
  const second = await stream.append()
  await expect.poll(() => client.ids()).toEqual([first, second])
  await expect.poll(() => sse.ids()).toEqual([first, second])
  expect(client.events.filter(({ kind }) => kind === 'delivery')).toEqual(sse.events)
  using again = await connectWebSocket(url, { query: `?event=push&last_event_id=${first}` })
  await expect.poll(() => again.ids()).toEqual([second])
})

test('a page names its key as a protocol; it is not named back', async () => {
  const { url } = await stream.serve()
  const protocols = [streamProtocol, credentialProtocol(keys.viewer)]
  using client = await connectWebSocket(url, { headers: { origin }, protocols })
  expect(client.webSocket.protocol).toBe(streamProtocol)
  const id = await stream.append()
  await expect.poll(() => client.ids()).toEqual([id])
  const wrong = { headers: {}, protocols: [streamProtocol, credentialProtocol('wrong')] }
  expect(await refusedHandshake(url, wrong)).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
})

test('a handshake without the right to it is answered like any other request', async () => {
  const { url } = await stream.serve({ clientsOfKey: 1 })
  expect(await refusedHandshake(url, { headers: {} })).toMatchObject({ status: 401 })
  const foreign = { headers: { 'x-api-key': keys.viewer, origin: 'https://elsewhere.example.org' } }
  expect(await refusedHandshake(url, foreign)).toMatchObject({
    status: 403,
    body: { code: 'foreign_origin' },
  })
  expect(await refusedHandshake(url, { query: '?kind=x' })).toMatchObject({ status: 400 })
  using _own = await connectWebSocket(url, { headers: { 'x-api-key': keys.viewer, origin: url } })
  expect(await refusedHandshake(url, {})).toMatchObject({ status: 429 })
})

test('a WebSocket that does not answer pings is closed; one that answers is told its position', async () => {
  const { url } = await stream.serve({ heartbeatMs: 400 })
  using silent = await connectWebSocket(url, { autoPong: false })
  using client = await connectWebSocket(url, { query: '?event=fork' })
  const id = await stream.append()
  await expect.poll(() => silent.closed()).toEqual({ code: 4408, reason: 'silent' })
  await expect.poll(() => client.events.at(-1)).toEqual({ kind: 'heartbeat', id })
  expect(client.closed()).toBe(null)
})

test('a WebSocket that takes nothing is closed with the reason while others go on', async () => {
  const { url } = await stream.serve({ clientBytes: 16 * 1024 })
  using slow = await connectWebSocket(url)
  using quick = await connectWebSocket(url)
  slow.webSocket.pause()
  let sent: readonly number[] = []
  for (let round = 0; round < 12; round += 1) {
    sent = [...sent, ...(await stream.appendMany(50, { sender: 'x'.repeat(30_000) }))]
    await expect.poll(() => quick.ids().length, { timeout: 10_000 }).toBe(sent.length)
  }
  slow.webSocket.resume()
  await expect.poll(() => slow.closed(), { timeout: 10_000 }).toEqual({ code: 1013, reason: 'slow' })
  expect(slow.ids()).toEqual(sent.slice(0, slow.ids().length))
  expect(slow.ids().length).toBeLessThan(sent.length)
  expect(quick.ids()).toEqual(sent)
})

test('what a client sends ends its stream, and so does a server that stops', async () => {
  const server = await stream.serve()
  using talker = await connectWebSocket(server.url)
  using client = await connectWebSocket(server.url)
  talker.webSocket.send('hello')
  await expect.poll(() => talker.closed()).toEqual({ code: 1008, reason: 'not_for_messages' })
  const startedAt = performance.now()
  await server.drain()
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  await expect.poll(() => client.closed()).toEqual({ code: 1001, reason: 'shutdown' })
  expect(client.events.at(-1)).toMatchObject({ kind: 'dropped', reason: 'shutdown' })
})

test('a token that runs out ends its streams', async () => {
  const { url } = await stream.serve({ heartbeatMs: 400 })
  const token = await new SignJWT({ role: 'viewer' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('somebody')
    .setExpirationTime('2s')
    .sign(new TextEncoder().encode('a secret of thirty-two bytes at least'))
  using webSocket = await connectWebSocket(url, { headers: { authorization: `Bearer ${token}` } })
  using sse = await begun(await connectSse(url, '', { as: token }))
  using other = await begun(await connectSse(url))
  const limit = { timeout: 20_000 }
  await expect.poll(() => webSocket.closed(), limit).toEqual({ code: 4401, reason: 'unauthorized' })
  await expect.poll(() => sse.hasEnded(), limit).toBe(true)
  expect(sse.events.at(-1)).toMatchObject({ kind: 'dropped', reason: 'unauthorized' })
  expect(other.hasEnded()).toBe(false)
})
