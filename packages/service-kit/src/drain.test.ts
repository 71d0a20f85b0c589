import { once } from 'node:events'
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { listen } from './server.ts'

const HOST = '127.0.0.1'

/** A server whose answers the test gives. */
async function startHeld(drainMs = 5_000) {
  const held: ServerResponse[] = []
  const arrived = Promise.withResolvers<ServerResponse>()
  const server = await listen(
    (_request, response) => {
      held.push(response)
      arrived.resolve(response)
    },
    { host: HOST, port: 0, timeouts: { drainMs } },
  )
  onTestFinished(server.drain)
  return { server, held, arrived: arrived.promise }
}

function keepAliveGet(port: number, agent: Agent): Promise<IncomingMessage> {
  const answered = Promise.withResolvers<IncomingMessage>()
  request({ host: HOST, port, agent }, answered.resolve).on('error', answered.reject).end()
  return answered.promise
}

function keepAliveAgent(): Agent {
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  return agent
}

test('requests in flight end, their connections close, and new ones are refused', async () => {
  const { server, arrived } = await startHeld()
  const answer = keepAliveGet(server.port, keepAliveAgent())
  const response = await arrived
  let drained = false
  const draining = server.drain().then(() => {
    drained = true
  })
  await expect(fetch(server.url)).rejects.toThrow()
  expect(drained).toBe(false)
  response.end('whole')
  const message = await answer
  expect([message.statusCode, message.headers.connection]).toEqual([200, 'close'])
  message.resume()
  await draining
})

test('idle connections do not hold the drain up', async () => {
  const { server, arrived } = await startHeld()
  const agent = keepAliveAgent()
  const answer = keepAliveGet(server.port, agent)
  const response = await arrived
  response.end('done')
  const message = await answer
  expect(message.headers.connection).toBe('keep-alive')
  message.resume()
  await once(message, 'end')
  await server.drain()
})

test('what does not end is cut off at the deadline', async () => {
  const { server, arrived } = await startHeld(30)
  const answer = keepAliveGet(server.port, keepAliveAgent())
  await arrived
  const cutOff = expect(answer).rejects.toThrow()
  await server.drain()
  await cutOff
})

test('draining twice is draining once, and disposing is draining', async () => {
  const { server } = await startHeld()
  expect(server.drain()).toBe(server.drain())
  await server[Symbol.asyncDispose]()
})
