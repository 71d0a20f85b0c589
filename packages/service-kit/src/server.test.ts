import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { ListenError, type ListenOptions, listen, type RunningServer } from './server.ts'

const HOST = '127.0.0.1'

async function start(
  listener: Parameters<typeof listen>[0],
  options: Partial<ListenOptions> = {},
): Promise<RunningServer> {
  const server = await listen(listener, { host: HOST, port: 0, ...options })
  onTestFinished(server.drain)
  return server
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, HOST)
  await once(socket, 'connect')
  onTestFinished(() => void socket.destroy())
  return socket
}

/** Sends bytes and gives all that comes back until the server closes. */
async function exchange(port: number, bytes: string): Promise<string> {
  const socket = await open(port)
  socket.write(bytes)
  return text(socket)
}

async function takePort(): Promise<number> {
  const taken = createServer().listen(0, HOST)
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const address = taken.address()
  return typeof address === 'object' && address ? address.port : 0
}

test('the URL is one that can be called', async () => {
  const server = await start((_request, response) => void response.end('hello'), { host: '0.0.0.0' })
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`)
  expect(await (await fetch(server.url)).text()).toBe('hello')
})

test('a port that is taken is said, or the next free one is used', async () => {
  const port = await takePort()
  const refused = listen(() => undefined, { host: HOST, port })
  await expect(refused).rejects.toThrow(ListenError)
  await expect(refused).rejects.toThrow(`cannot listen on 127.0.0.1 port ${port}: it is in use`)
  const next = await start(() => undefined, { port, nextFreePort: true })
  expect(next.port).toBeGreaterThan(port)
})

test('an address that is not ours is said', async () => {
  await expect(listen(() => undefined, { host: '203.0.113.1', port: 0 })).rejects.toMatchObject({
    code: 'listen_failed',
    message: expect.stringContaining('203.0.113.1'),
  })
})

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400, 'malformed_request'],
  ['an unknown version', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n', 400, 'malformed_request'],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
    'malformed_request',
  ],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
    400,
    'malformed_request',
  ],
  ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n', 400, 'malformed_request'],
  [
    'headers beyond 16 KiB',
    `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`,
    431,
    'headers_too_large',
  ],
])('%s gets a problem and the connection is closed', async (_case, bytes, status, code) => {
  const { port } = await start((_request, response) => void response.end())
  const answer = await exchange(port, bytes)
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(head).toContain('Connection: close')
  expect(head).toContain('Content-Type: application/problem+json')
  expect(JSON.parse(body)).toMatchObject({ status, code })
})

test('headers that never end, and bodies that never end, get 408', async () => {
  const timeouts = { headersMs: 50, requestMs: 80 }
  const { port } = await start((request, response) => void request.resume().on('end', () => response.end()), {
    timeouts,
  })
  const slowHeaders = exchange(port, 'GET / HTTP/1.1\r\nHost: x\r\n')
  const slowBody = exchange(port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc')
  for (const answer of await Promise.all([slowHeaders, slowBody])) {
    expect(answer).toMatch(/^HTTP\/1.1 408 /)
    expect(answer).toContain('"code":"request_timeout"')
  }
})

test('a request that breaks after its answer began is closed without a second answer', async () => {
  const { port } = await start((_request, response) => void response.writeHead(200).write('begun'))
  const socket = await open(port)
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
  const [begun] = await once(socket, 'data')
  socket.write('no chunk\r\n')
  const rest = await text(socket)
  expect(String(begun)).toMatch(/^HTTP\/1\.1 200 /)
  expect(rest).not.toContain('HTTP/1.1')
})

test('a connection that is silent for too long is closed', async () => {
  const { port } = await start(() => undefined, { timeouts: { silenceMs: 50 } })
  expect(await exchange(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('')
})

test('connections beyond the limit are closed at once', async () => {
  const { port } = await start(() => undefined, { maxConnections: 1 })
  const first = await open(port)
  expect(await exchange(port, '')).toBe('')
  expect(first.destroyed).toBe(false)
})
