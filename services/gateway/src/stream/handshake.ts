import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { streamCredentialPrefix, streamProtocol } from '@octometer/gateway-api'
import { offersUpgrade, problem, type RequestState, takeUpgrade } from '@octometer/service-kit'
import type Koa from 'koa'
import { type WebSocket, WebSocketServer } from 'ws'
import { mayCall } from '../cross-origin.ts'
import type { StreamSink } from './stream-client.ts'

/**
 * What a browser's page cannot put into a header it names as a protocol; from here on it is the header. It never
 * stands in the URL, which proxies and histories keep, and is never named back.
 */
export const readProtocolCredential: Koa.Middleware<RequestState> = (ctx, next) => {
  const { headers } = ctx.req
  if (offersUpgrade(ctx.req) && headers.authorization === undefined) {
    const named = protocolsOf(ctx.req).find((protocol) => protocol.startsWith(streamCredentialPrefix))
    const credential = named?.slice(streamCredentialPrefix.length)
    if (credential !== undefined) {
      headers.authorization = `Bearer ${Buffer.from(credential, 'base64url').toString('utf8')}`
    }
  }
  return next()
}

/** Pages of other origins may open a WebSocket without asking, so it is refused here unless they may call the API. */
export function refuseForeignPages(origins: readonly string[]): Koa.Middleware<RequestState> {
  return (ctx, next) => {
    const origin = ctx.get('Origin')
    if (offersUpgrade(ctx.req) && origin !== '' && !mayCall(origins, origin, ctx.host)) {
      throw problem(403, 'foreign_origin', 'Pages of this origin may not open a WebSocket here.')
    }
    return next()
  }
}

function protocolsOf({ headers }: IncomingMessage): readonly string[] {
  return (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim())
}

const server = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  // Nothing is expected of a client.
  maxPayload: 4_096,
  handleProtocols: (offered) => offered.has(streamProtocol) && streamProtocol,
})

export interface OpenedWebSocket {
  readonly sink: StreamSink
  onClose(listener: () => void): void
  /** The client has sent something. */
  onMessage(listener: () => void): void
}

/** Makes a WebSocket of a request; null when it cannot become one, and then it has been answered. */
export function openWebSocket(
  request: IncomingMessage,
  openSink: (webSocket: WebSocket, socket: Socket) => StreamSink,
): OpenedWebSocket | null {
  const upgrade = takeUpgrade(request)
  let opened: OpenedWebSocket | null = null
  if (upgrade === null) return null
  const { socket, head } = upgrade
  server.handleUpgrade(request, socket, head, (webSocket) => {
    // A broken frame, or a connection that breaks: it is closed, and that is told.
    webSocket.on('error', () => webSocket.terminate())
    opened = {
      sink: openSink(webSocket, socket),
      onClose: (listener) => void webSocket.once('close', listener),
      onMessage: (listener) => void webSocket.once('message', listener),
    }
  })
  return opened
}
