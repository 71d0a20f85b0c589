import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Logger } from '@octometer/telemetry'
import { asException } from './exceptions.ts'
import { refusalOf } from './origin-guard.ts'
import { handleQuery } from './query-handler.ts'
import { exceptionHead } from './response-head.ts'
import type { QueryContext } from './running-query.ts'

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

/** ClickHouse's HTTP interface over the engine; it listens nowhere yet. */
export function createQueryServer(context: QueryContext, host: string, logger: Logger): QueryServer {
  const running = new Map<Promise<void>, AbortController>()
  const server = createServer({ maxHeaderSize: 2 * 1024 * 1024, keepAliveTimeout: 10_000 })
  // An insert of many rows may take long to arrive; who sends its headers slowly is still cut off.
  server.requestTimeout = 0
  server.on('request', (incoming, response) => {
    const abort = new AbortController()
    response.once('close', () => {
      if (!response.writableFinished) abort.abort()
    })
    const done = handle(context, host, logger, incoming, response, abort.signal)
    running.set(done, abort)
    void done.finally(() => running.delete(done))
  })
  return {
    server,
    async drain(graceMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const timer = setTimeout(() => {
        for (const abort of running.values()) abort.abort()
      }, graceMs)
      await Promise.all(running.keys())
      clearTimeout(timer)
      server.closeAllConnections()
      await closed
    },
  }
}

async function handle(
  context: QueryContext,
  host: string,
  logger: Logger,
  incoming: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  try {
    await route(context, host, incoming, response, signal)
  } catch (error) {
    // Whoever has left gets no answer, and his leaving is no failure.
    if (response.destroyed) return
    answerFailure(context, logger, error, response)
  }
}

async function route(
  context: QueryContext,
  host: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const refusal = refusalOf(incoming.headers, host)
  if (refusal !== undefined) return plain(response, 403, `${refusal}\n`)
  const url = new URL(incoming.url ?? '/', 'http://localhost')
  const { method = 'GET' } = incoming
  if (!['GET', 'HEAD', 'POST'].includes(method)) {
    response.setHeader('Allow', 'GET, HEAD, POST')
    return plain(response, 405, `Method ${method} is not supported\n`)
  }
  if (url.pathname === '/ping' || url.pathname === '/replicas_status') return plain(response, 200, 'Ok.\n')
  if (url.pathname !== '/') return plain(response, 404, HELP)
  if (method !== 'POST' && !url.searchParams.has('query')) return plain(response, 200, 'Ok.\n')
  await handleQuery(context, incoming, response, url, signal)
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Length': Buffer.byteLength(text),
  })
  response.end(text)
}

function answerFailure(
  context: QueryContext,
  logger: Logger,
  error: unknown,
  response: ServerResponse,
): void {
  const exception = asException(error)
  // The text of a query, and with it of most exceptions, may hold secrets: the log gets the number.
  if (exception.cause)
    logger.error({ err: exception.cause, exception: exception.number }, 'query failed inside')
  else logger.debug({ exception: exception.number, symbol: exception.symbol }, 'query refused')
  if (response.headersSent) return void response.destroy()
  const { status, headers, body } = exceptionHead(exception, context.engine.facts.version)
  response.writeHead(status, headers)
  response.end(body)
}
