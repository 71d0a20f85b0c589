import { type IncomingMessage, type RequestListener, type Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { App } from './app.ts'

/** A connection that speaks HTTP no more. Who takes it ends it. */
export interface UpgradedConnection {
  readonly socket: Socket
  /** What the client sent after its request. */
  readonly head: Buffer
}

const endings = new WeakMap<object, Set<() => void>>()
const offered = new WeakMap<IncomingMessage, UpgradedConnection & { readonly response: ServerResponse }>()

/** Calls back once when a server of this app begins to drain: who holds answers or connections open ends them then. */
export function whenDraining(app: App, end: () => void): void {
  const known = endings.get(app) ?? new Set()
  endings.set(app, known.add(end))
}

export function beginDraining(app: object): void {
  for (const end of endings.get(app) ?? []) end()
}

/** True for a request that may become a WebSocket. Any other `Upgrade` is left unheard, as RFC 9110 permits. */
export function wantsWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket'
}

/** Whether `takeUpgrade` would give the connection of this request. */
export function offersUpgrade(request: IncomingMessage): boolean {
  return offered.has(request)
}

/**
 * The connection of a request that asked to become a WebSocket; null when it did not, or was taken before. From now on
 * nothing can be answered to the request. Set `ctx.respond` to false.
 */
export function takeUpgrade(request: IncomingMessage): UpgradedConnection | null {
  const upgrade = offered.get(request)
  if (upgrade === undefined) return null
  offered.delete(request)
  const { socket, head, response } = upgrade
  response.detachSocket(socket)
  return { socket, head }
}

/**
 * Hands requests to become a WebSocket to the listener of all other requests, with a response like theirs: who does not
 * take the connection answers as ever, and the connection ends. Gives the connections that are open.
 */
export function offerUpgrades(server: Server, listener: RequestListener): ReadonlySet<Socket> {
  const open = new Set<Socket>()
  server.on('upgrade', (request, duplex, head) => {
    // A server on a TCP port has no other streams.
    const socket = duplex as Socket
    open.add(socket)
    socket.once('close', () => open.delete(socket)).on('error', () => socket.destroy())
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket)
    response.once('finish', () => socket.destroySoon())
    offered.set(request, { socket, head, response })
    listener(request, response)
  })
  return open
}
