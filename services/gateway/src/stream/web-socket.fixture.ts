import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type StreamEvent, streamCredentialPrefix, streamEvent, streamProtocol } from '@octometer/gateway-api'
import { WebSocket } from 'ws'
import { keys } from '../gateway.fixture.ts'
import { deliveriesIn } from './stream.fixture.ts'

export interface WebSocketClient extends Disposable {
  readonly webSocket: WebSocket
  readonly events: readonly StreamEvent[]
  readonly closed: () => { readonly code: number; readonly reason: string } | null
  ids(): readonly number[]
}

export interface WebSocketOptions {
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly protocols?: readonly string[]
  readonly autoPong?: boolean
}

const viewer = { authorization: `Bearer ${keys.viewer}` }

/** How a browser's page, which can set no headers, names its key. */
export function credentialProtocol(key: string): string {
  return `${streamCredentialPrefix}${Buffer.from(key).toString('base64url')}`
}

/** Connects, and resolves when the first message is there: what is appended from now on is live. */
export async function connectWebSocket(
  url: string,
  options: WebSocketOptions = {},
): Promise<WebSocketClient> {
  const webSocket = open(url, options)
  const events: StreamEvent[] = []
  let closed: { code: number; reason: string } | null = null
  webSocket.on('message', (data) => events.push(streamEvent.parse(JSON.parse(String(data)))))
  webSocket.on('close', (code, reason) => {
    closed = { code, reason: reason.toString() }
  })
  await once(webSocket, 'message')
  return {
    webSocket,
    events,
    closed: () => closed,
    ids: () => deliveriesIn(events),
    [Symbol.dispose]: () => webSocket.terminate(),
  }
}

/** The answer to a handshake that is refused. */
export async function refusedHandshake(
  url: string,
  options: WebSocketOptions,
): Promise<{ readonly status: number | undefined; readonly body: unknown }> {
  const webSocket = open(url, options)
  const [, response]: [unknown, IncomingMessage] = await new Promise((resolve) =>
    webSocket.once('unexpected-response', (request, answer) => resolve([request, answer])),
  )
  const body = await response.setEncoding('utf8').reduce((text: string, chunk: string) => text + chunk, '')
  return { status: response.statusCode, body: JSON.parse(body) }
}

function open(url: string, { query = '', headers = viewer, protocols, autoPong = true }: WebSocketOptions) {
  const address = `${url.replace('http', 'ws')}/api/v1/stream${query}`
  return new WebSocket(address, [...(protocols ?? [streamProtocol])], { headers, autoPong })
}
