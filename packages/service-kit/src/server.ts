import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from '@octometer/telemetry'
import type { App } from './app.ts'
import { answerBrokenRequest } from './broken-request.ts'
import { drain, followAnswers } from './drain.ts'
import { beginDraining, offerUpgrades, wantsWebSocket } from './lasting-connections.ts'

export interface ServerTimeouts {
  /** For the request's headers to arrive; 10 s. */
  readonly headersMs: number
  /** For the whole request to arrive; 60 s. */
  readonly requestMs: number
  /** Between two requests of a connection; 65 s, longer than the usual proxy's. */
  readonly keepAliveMs: number
  /** Of silence in both directions during a request or an answer; 120 s. */
  readonly silenceMs: number
  /** For requests in flight to end once the server drains; 10 s. */
  readonly drainMs: number
}

export interface ListenOptions {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** When the port is taken, try the ones after it. */
  readonly nextFreePort?: boolean
  readonly timeouts?: Partial<ServerTimeouts>
  /** Connections beyond this are closed at once; 10,000 unless given. */
  readonly maxConnections?: number
  readonly logger?: Logger
}

/** A server that listens. Disposing of it drains it. */
export interface RunningServer extends AsyncDisposable {
  /** As one can call it from this machine: `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  /**
   * Accepts no more, closes idle connections, lets requests in flight end (their answers say `Connection: close`) and
   * cuts off what has not ended by `drainMs`. Every call waits for the same end.
   */
  drain(): Promise<void>
}

/** The server cannot listen; the message says where and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
  readonly code = 'listen_failed'
}

const DEFAULTS: ServerTimeouts = {
  headersMs: 10_000,
  requestMs: 60_000,
  keepAliveMs: 65_000,
  silenceMs: 120_000,
  drainMs: 10_000,
}
const PORTS_TRIED = 100

/**
 * Serves an app, or a bare listener, over HTTP/1.1 with limits against slow clients.
 * @throws ListenError when the address or port cannot be had.
 */
export async function listen(app: App | RequestListener, options: ListenOptions): Promise<RunningServer> {
  const timeouts = { ...DEFAULTS, ...options.timeouts }
  const server = createServer({
    headersTimeout: timeouts.headersMs,
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: timeouts.keepAliveMs,
    // Node looks for slow requests only every 30 s by itself.
    connectionsCheckingInterval: Math.min(1_000, timeouts.headersMs, timeouts.requestMs),
    shouldUpgradeCallback: wantsWebSocket,
  })
  server.timeout = timeouts.silenceMs
  server.maxConnections = options.maxConnections ?? 10_000
  const inFlight = followAnswers(server)
  const listener = typeof app === 'function' ? app : app.callback()
  server.on('request', listener)
  const upgraded = offerUpgrades(server, listener)
  server.on('clientError', (error, socket) => answerBrokenRequest(error, socket, inFlight))
  const port = await bind(server, options)
  let drained: Promise<void> | null = null
  const drainOnce = () => {
    if (drained === null) {
      beginDraining(app)
      drained = drain(server, { inFlight, upgraded }, timeouts.drainMs, options.logger)
    }
    return drained
  }
  return { url: urlOf(options.host, port), port, drain: drainOnce, [Symbol.asyncDispose]: drainOnce }
}

async function bind(server: Server, { host, port, nextFreePort }: ListenOptions): Promise<number> {
  const last = nextFreePort && port !== 0 ? Math.min(port + PORTS_TRIED, 65_535) : port
  for (let candidate = port; ; candidate += 1) {
    try {
      return await bindTo(server, host, candidate)
    } catch (cause) {
      const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
      if (taken && candidate < last) continue
      const why = taken ? 'it is in use' : cause instanceof Error ? cause.message : String(cause)
      throw new ListenError(`cannot listen on ${host} port ${candidate}: ${why}`, { cause })
    }
  }
}

async function bindTo(server: Server, host: string, port: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen({ host, port }, resolve)
  try {
    await promise
  } finally {
    server.off('error', reject)
    server.off('listening', resolve)
  }
  // A server on a TCP port has an AddressInfo; only pipes and closed servers have something else.
  return (server.address() as AddressInfo).port
}

function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}
