import {
  checkDurability,
  connectLog,
  createAppender,
  ensureStreams,
  type LogOptions,
} from '@octometer/event-log'
import { expect, inject, test } from 'vitest'
import { ContainerError, startContainer } from './docker.ts'
import { startNatsServer } from './nats-server.ts'

const silent = () => undefined
const logger: LogOptions['logger'] = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => logger,
}
const connect = (url: string) => connectLog({ url, name: 'test', logger })
const limits = { maxBytes: { EVENTS: 1_000_000, API_CALLS: 1_000_000 } }
const streams = ['EVENTS', 'API_CALLS'] as const
const inContainers = inject('testContainers')
const where = inContainers ? 'in a container' : 'as a process'

test(`nats-server ${where}: as durable as production's, unless told otherwise`, async () => {
  await using durable = await startNatsServer()
  await using log = await connect(durable.url)
  await ensureStreams(log, limits)
  expect(await checkDurability(log, { streams })).toEqual([])
  const varz = await (await fetch(`${durable.monitoringUrl}/varz`)).json()
  expect(varz).toMatchObject({
    max_payload: 28 * 1024 * 1024,
    jetstream: { config: { sync_always: true, ...(inContainers && { store_dir: '/data/jetstream' }) } },
  })

  await using careless = await startNatsServer({ syncAlways: false, maxPayloadBytes: 1024 })
  await using another = await connect(careless.url)
  await ensureStreams(another, limits)
  const codes = (await checkDurability(another, { streams })).map((finding) => finding.code)
  expect(codes).toEqual(['max_payload_too_small', 'sync_not_always'])
})

test(`nats-server ${where}: whoever has not its credential is refused`, async () => {
  const credential = { user: 'octo', password: 'p@ss "word"' }
  await using server = await startNatsServer({ credential })
  await using log = await connect(server.url)
  expect(log.isConnected()).toBe(true)
  for (const userinfo of ['', 'octo:wrong@', 'octometer:octometer@', 'test:test@']) {
    await expect(connect(`nats://${userinfo}${server.host}:${server.port}`)).rejects.toThrow(/cannot connect/)
  }
})

test(`nats-server ${where}: killed and started again it has its address and what it acknowledged`, async () => {
  await using server = await startNatsServer()
  const { url } = server
  const append = async (messageId: string) => {
    await using log = await connect(server.url)
    await ensureStreams(log, limits)
    await using appender = createAppender(log, { stream: 'EVENTS' })
    const body = Buffer.from('{}')
    return appender.append({ subject: 'events.delivery.push.octo.hello', messageId, headers: {}, body })
  }
  expect(await append('a')).toMatchObject({ sequence: 1, duplicate: false })
  server.kill('SIGKILL')
  expect(await server.exited()).toBe(137)
  server.kill('SIGKILL')
  await server.restart()
  expect(await append('a')).toMatchObject({ sequence: 1, duplicate: true })
  await server.stop()
  await expect(connect(url)).rejects.toThrow(/cannot connect/)
  await server.restart()
  expect(server.url).toBe(url)
  expect(await append('b')).toMatchObject({ sequence: 2, duplicate: false })
  expect((await fetch(`${server.monitoringUrl}/healthz`)).status).toBe(200)
})

test('a container that does not start says in one sentence that Docker is missing', async () => {
  const cause = new Error('something of a library')
  const starting = startContainer('nats:0', () => Promise.reject(cause), '/nowhere/docker')
  await expect(starting).rejects.toBeInstanceOf(ContainerError)
  await expect(starting).rejects.toMatchObject({
    message: 'OCTO_TEST_CONTAINERS is 1 and Docker cannot be reached: start it, or unset the variable',
    cause,
  })
})

test('a container that does not start where Docker answers says which one and why', async () => {
  const starting = startContainer('nats:0', () => Promise.reject(new Error('no such image')), '/bin/true')
  await expect(starting).rejects.toThrow('the container of nats:0 did not start: no such image')
})
