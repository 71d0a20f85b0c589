import { Agent, get } from 'node:http'
import { streamProtocol } from '@octometer/gateway-api'
import { WebSocket } from 'ws'
import type { ClientOrder, ToClients } from './messages.ts'
import type { Inbox, Received } from './received.ts'

type ConnectOrder = Extract<ToClients, { kind: 'connect' }>

const AT_ONCE = 20

/** Connects every client; resolves when each has its stream. Rejects when one is refused. */
export async function connectClients(order: ConnectOrder, received: Received): Promise<void> {
  // In the order in which they were given, whichever is connected first.
  const waiting = order.clients.map((client) => ({ client, inbox: received.open() }))
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY })
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { client, inbox } = next
      await (client.transport === 'sse'
        ? connectSse(order, client, inbox, agent)
        : connectWebSocket(order, client, inbox))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

function connectSse({ url, key }: ConnectOrder, { query }: ClientOrder, inbox: Inbox, agent: Agent) {
  const connected = Promise.withResolvers<void>()
  const headers = { authorization: `Bearer ${key}` }
  const request = get(`${url}/api/v1/stream${query}`, { agent, headers }, (response) => {
    if (response.statusCode !== 200) {
      connected.reject(new Error(`a stream was answered ${response.statusCode}`))
    }
    let rest = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      connected.resolve()
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.startsWith('data: ')) inbox.take(line.slice('data: '.length))
    })
    response.on('error', () => request.destroy()).on('close', () => inbox.ended())
  })
  request.on('error', (error) => connected.reject(error))
  return connected.promise
}

function connectWebSocket({ url, key }: ConnectOrder, { query }: ClientOrder, inbox: Inbox) {
  const connected = Promise.withResolvers<void>()
  const address = `${url.replace('http', 'ws')}/api/v1/stream${query}`
  const webSocket = new WebSocket(address, [streamProtocol], { headers: { authorization: `Bearer ${key}` } })
  webSocket.on('message', (data) => {
    connected.resolve()
    inbox.take(String(data))
  })
  webSocket.on('error', (error) => connected.reject(error))
  webSocket.on('close', () => inbox.ended())
  return connected.promise
}
