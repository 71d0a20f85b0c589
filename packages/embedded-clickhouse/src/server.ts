import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '@octometer/telemetry'
import { asException } from './exceptions.ts'
import { refusalOf } from './origin-guard.ts'
import { handleQuery } from './query-handler.ts'
import { exceptionHead } from './response-head.ts'
import type { QueryContext, RunningQuery } from './running-query.ts'

export interface QueryServer {
  readonly server: Server
  /** Takes no more requests, waits `graceMs` for the running ones, then ends them. */
  drain(graceMs: number): Promise<void>
}

const HELP = `There is no handle here.

Use / or /ping for health checks.
Or /replicas_status for more sophisticated health checks.
Send queries from your program with POST method or GET /?query=...
`

/** After the running queries were ended, so long until connections are cut, whatever they wait for. */
const CUT_AFTER_MS = 2_000
/** A query that has not ended by then, cut off from its client, would hold up the stop for ever. */
const GIVEN_UP_AFTER_MS = 10_000

interface Exchange {
  readonly context: QueryContext
  readonly host: string
  readonly incoming: IncomingMessage
  readonly response: ServerResponse
  readonly signals: Pick<RunningQuery, 'signal' | 'stopping'>
}

/** ClickHouse's HTTP interface over the engine; it listens nowhere yet. */
export function createQueryServer(context: QueryContext, host: string, logger: Logger): QueryServer {
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()
  let draining = false
  const server = createServer({ maxHeaderSize: 2 * 1024 * 1024, keepAliveTimeout: 10_000 })
  // An insert of many rows may take long to arrive; who sends its headers slowly is still cut off.
  server.requestTimeout = 0
  server.on('request', (incoming, response) => {
    if (draining) return plain(response, 503, 'The server stops\n', { Connection: 'close' })
    const gone = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) gone.abort()
    })
    const signals = {
      signal: AbortSignal.any([gone.signal, stopping.signal]),
      stopping: stopping.signal,
    }
    const done = handle({ context, host, incoming, response, signals }, logger)
    running.add(done)
    void done.finally(() => running.delete(done))
  })
  return {
    server,
    async drain(graceMs) {
      draining = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      const timers = [
        setTimeout(() => stopping.abort(), graceMs),
        setTimeout(() => server.closeAllConnections(), graceMs + CUT_AFTER_MS),
      ]
      const late = pause(graceMs + GIVEN_UP_AFTER_MS, 'late' as const, { ref: false })
      const ended = await Promise.race([Promise.all(running), late])
      if (ended === 'late')
        logger.error({ queries: running.size }, 'queries did not end: stopping without them')
      for (const timer of timers) clearTimeout(timer)
      server.closeAllConnections()
      await closed
    },
  }
}

async function handle(exchange: Exchange, logger: Logger): Promise<void> {
  try {
    await route(exchange)
  } catch (error) {
    // Whoever has left gets no answer, and his leaving is no failure.
    if (!exchange.response.destroyed) answerFailure(exchange, logger, error)
  }
}

async function route({ context, host, incoming, response, signals }: Exchange): Promise<void> {
  const refusal = refusalOf(incoming.headers, host)
  if (refusal !== undefined) return plain(response, 403, `${refusal}\n`)
  const { method = 'GET', url: target = '/' } = incoming
  const url = URL.parse(target, 'http://localhost')
  if (!url) return plain(response, 400, 'The URL cannot be read\n')
  if (!['GET', 'HEAD', 'POST'].includes(method)) {
    return plain(response, 405, `Method ${method} is not supported\n`, { Allow: 'GET, HEAD, POST' })
  }
  if (url.pathname === '/ping' || url.pathname === '/replicas_status') return plain(response, 200, 'Ok.\n')
  if (url.pathname !== '/') return plain(response, 404, HELP)
  if (method !== 'POST' && !url.searchParams.has('query')) return plain(response, 200, 'Ok.\n')
  await handleQuery(context, incoming, response, url.searchParams, signals)
}

function plain(
  response: ServerResponse,
  status: number,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  })
  response.end(text)
}

function answerFailure({ context, response }: Exchange, logger: Logger, error: unknown): void {
  const exception = asException(error)
  // The text of a query, and with it of most exceptions, may hold secrets: the log gets the number.
  const fields = { exception: exception.number, symbol: exception.symbol }
  const isOurs = exception.symbol === 'UNKNOWN_EXCEPTION' || exception.symbol === 'ABORTED'
  if (isOurs) logger.error({ ...fields, err: exception.cause }, 'query failed inside')
  else logger.debug(fields, 'query refused')
  if (response.headersSent) return void response.destroy()
  const { status, headers, body } = exceptionHead(exception, context.engine.facts.version)
  response.writeHead(status, headers)
  response.end(body)
}
