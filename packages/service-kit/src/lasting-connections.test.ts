import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createLogger } from '@octometer/telemetry'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from './app.ts'
import { offersUpgrade, takeUpgrade, whenDraining } from './lasting-connections.ts'
import { listen } from './server.ts'

const logger = createLogger({ service: 'test', level: 'silent' })

/** An app whose `/echo` becomes another protocol: it sends back what it is sent. */
async function startEcho(options: { endsOnDrain: boolean; drainMs?: number }) {
  const app = createApp({ service: 'test', logger, trustedProxies: [], health: [] })
  const taken: Socket[] = []
  app.use((ctx, next) => {
    if (ctx.path !== '/echo' || !offersUpgrade(ctx.req)) return next()
    ctx.respond = false
    const upgrade = takeUpgrade(ctx.req)
    if (upgrade === null) throw new TypeError('it was offered')
    taken.push(upgrade.socket)
    upgrade.socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n')
    upgrade.socket.pipe(upgrade.socket)
  })
  whenDraining(app, () => {
    if (options.endsOnDrain) for (const socket of taken) socket.end('bye')
  })
  const timeouts = { drainMs: options.drainMs ?? 5_000 }
  const server = await listen(app, { host: '127.0.0.1', port: 0, timeouts })
  onTestFinished(server.drain)
  return server
}

async function ask(port: number, path: string, upgrade: string) {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  onTestFinished(() => void socket.destroy())
  const closed = once(socket, 'close')
  let text = ''
  socket.on('data', (chunk: string) => {
    text += chunk
  })
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`)
  await expect.poll(() => text).toContain('\r\n\r\n')
  return { socket, closed, text: () => text }
}

test('a route may take the connection, and then HTTP has no more to do with it', async () => {
  const server = await startEcho({ endsOnDrain: true })
  const { socket, closed, text } = await ask(server.port, '/echo', 'websocket')
  expect(text()).toMatch(/^HTTP\/1\.1 101 /)
  socket.write('hello')
  await expect.poll(text).toContain('hello')
  await server.drain()
  await closed
  expect(text()).toContain('bye')
})

test('who does not take it answers as ever, and the connection ends', async () => {
  const server = await startEcho({ endsOnDrain: true })
  const { closed, text } = await ask(server.port, '/nothing', 'websocket')
  await closed
  expect(text()).toMatch(/^HTTP\/1\.1 404 /)
  expect(text()).toMatch(/connection: close/i)
  expect(text()).toContain('application/problem+json')
})

test('another protocol is not heard: the request is one like any other', async () => {
  const server = await startEcho({ endsOnDrain: true })
  const { text } = await ask(server.port, '/livez', 'h2c')
  expect(text()).toMatch(/^HTTP\/1\.1 200 /)
  expect(text()).toMatch(/connection: keep-alive/i)
})

test('a connection that nobody ends is cut off at the deadline', async () => {
  const server = await startEcho({ endsOnDrain: false, drainMs: 30 })
  const { socket, closed } = await ask(server.port, '/echo', 'websocket')
  expect(socket.closed).toBe(false)
  await server.drain()
  await closed
})
