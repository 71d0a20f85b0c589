import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { extractTraceContext, type Logger, redactPath, withSpan } from '@octometer/telemetry'
import { type Attributes, SpanStatusCode } from '@opentelemetry/api'
import Koa from 'koa'
import type { AskedChange } from './audit-requests.ts'
import type { Principal } from './authenticator.ts'
import { clientAddress, createTrustedProxies, isHttps, type TrustedProxies } from './client-address.ts'
import { requestAnswered, requestFailed } from './events.ts'
import type { HealthCheck } from './health.ts'
import { isOperation, operationMethods, operations } from './operations.ts'
import { PROBLEM_TYPE, problem, problemBody, toProblem } from './problem.ts'
import { targetFault } from './request-target.ts'

/** What every middleware after `createApp` finds in `ctx.state`. */
export interface RequestState {
  readonly requestId: string
  /** The client's address, seen through trusted proxies. */
  readonly clientAddress: string
  readonly isHttps: boolean
  /** Its lines carry the request id. */
  readonly logger: Logger
  /** Set by `requireRole`. */
  principal?: Principal
  /** The credential came out of a browser's session. */
  bySession?: boolean
  /** For the audit: what is changed; null where nothing is, whatever the method says. */
  change?: AskedChange | null
}

export type App = Koa<RequestState>
type Middleware = Koa.Middleware<RequestState>
type Context = Koa.ParameterizedContext<RequestState>

export interface AppOptions {
  /** As in metrics and logs: `ingress`, `gateway`. */
  readonly service: string
  readonly logger: Logger
  /** Addresses and CIDR ranges. */
  readonly trustedProxies: readonly string[]
  /** Answers 403 to what did not come by HTTPS; probes and `/metrics` are free of it. */
  readonly requireHttps?: boolean
  /** The parts that `/readyz` reports. */
  readonly health: readonly HealthCheck[]
  /** Deadline of each health check in milliseconds; 2,000 unless given. */
  readonly healthDeadlineMs?: number
}

/**
 * A Koa app with what every service shares: request ids, a server span and metrics per request, errors as problem+json,
 * 404 and 405, refused path tricks, `/livez`, `/readyz` and `/metrics`. Add routes with `app.use(router.routes())`;
 * `allowedMethods()` is not needed.
 */
export function createApp(options: AppOptions): App {
  const app: App = new Koa<RequestState>()
  // Koa's own listener would print what the clients' closed connections raise.
  app.on('error', (err: unknown) => options.logger.debug({ err }, 'a connection broke'))
  app.use(prepareState(options.logger, createTrustedProxies(options.trustedProxies)))
  app.use(observe(options.service, options.logger))
  app.use(answerErrors())
  app.use(refuseTricks())
  app.use(operations(options.health, options.healthDeadlineMs ?? 2_000))
  if (options.requireHttps) app.use(refusePlainHttp())
  app.use(answerUnmatched())
  return app
}

function prepareState(logger: Logger, proxies: TrustedProxies): Middleware {
  return (ctx, next) => {
    const given = ctx.get('x-request-id')
    const requestId = /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
    ctx.state = requestState(ctx.req, requestId, logger, proxies)
    ctx.set({ 'X-Request-Id': requestId, 'X-Content-Type-Options': 'nosniff' })
    return next()
  }
}

/** The address is read now, for a closed socket has none; what few requests need is made when it is asked for. */
function requestState(
  request: IncomingMessage,
  requestId: string,
  logger: Logger,
  proxies: TrustedProxies,
): RequestState {
  let child: Logger | null = null
  return {
    requestId,
    clientAddress: clientAddress(request, proxies),
    get isHttps() {
      return isHttps(request, proxies)
    },
    get logger() {
      child ??= logger.child({ request_id: requestId })
      return child
    },
  }
}

function observe(service: string, logger: Logger): Middleware {
  return async (ctx, next) => {
    if (isOperation(ctx)) return next()
    const startedAt = performance.now()
    const attributes = {
      'http.request.method': ctx.method,
      'url.scheme': ctx.state.isHttps ? 'https' : 'http',
    }
    const parent = extractTraceContext(ctx.headers)
    await withSpan(ctx.method, { scope: 'service-kit', role: 'server', attributes, parent }, async (span) => {
      await next()
      const { method, status } = ctx
      const [route, path] = [routeOf(ctx), toldPath(ctx)]
      span.updateName(`${method} ${route}`)
      span.setAttributes({ 'url.path': path, 'http.route': route, 'http.response.status_code': status })
      if (span.isRecording()) span.setAttributes(peerAttributes(ctx))
      if (status >= 500) {
        span.setAttribute('error.type', String(status))
        span.setStatus({ code: SpanStatusCode.ERROR })
      }
      const outcome = hasGone(ctx) ? 'gone' : String(status)
      const seconds = (performance.now() - startedAt) / 1e3
      const { requestId } = ctx.state
      requestAnswered(logger, { service, requestId, method, path, route, outcome, seconds })
    })
  }
}

/** Who talked to whom, and how. */
function peerAttributes({ state, hostname, req }: Context): Attributes {
  const userAgent = req.headers['user-agent']
  return {
    'client.address': state.clientAddress,
    'network.protocol.version': req.httpVersion,
    ...(hostname && { 'server.address': hostname }),
    ...(userAgent && { 'user_agent.original': userAgent }),
  }
}

function answerErrors(): Middleware {
  return async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      answerProblem(ctx, error)
    }
  }
}

function answerProblem(ctx: Context, error: unknown): void {
  const answer = toProblem(error)
  if (hasGone(ctx)) {
    ctx.state.logger.debug({ err: error }, 'the client went away')
    return
  }
  if (answer.status >= 500 && !answer.logged) {
    requestFailed(ctx.state.logger, { method: ctx.method, path: toldPath(ctx), err: error })
  }
  if (ctx.headerSent) {
    // The answer has begun: cutting it off is the only way left to say that it is not whole.
    ctx.res.destroy()
    return
  }
  ctx.status = answer.status
  ctx.set(answer.headers)
  ctx.set('Cache-Control', 'no-store')
  ctx.type = PROBLEM_TYPE
  ctx.body = problemBody(answer, toldPath(ctx))
}

function refuseTricks(): Middleware {
  return (ctx, next) => {
    const fault = targetFault(ctx.req.url ?? '')
    if (fault) throw problem(400, 'bad_request_target', `The request target is refused: ${fault}.`)
    return next()
  }
}

function refusePlainHttp(): Middleware {
  return (ctx, next) => {
    if (!ctx.state.isHttps) throw problem(403, 'https_required', 'This service answers over HTTPS only.')
    return next()
  }
}

/** What no route answered: 405 with the methods of the routes that have this path, or 404. */
function answerUnmatched(): Middleware {
  return async (ctx, next) => {
    await next()
    if (ctx.status !== 404 || ctx.body != null || ctx.respond === false) return
    const allowed = allowedMethods(ctx)
    if (allowed.length === 0) throw problem(404, 'not_found', 'There is nothing at this path.')
    const headers = { Allow: allowed.join(', ') }
    if (ctx.method !== 'OPTIONS') {
      throw problem(405, 'method_not_allowed', `This path answers ${headers.Allow}.`, { headers })
    }
    ctx.set(headers)
    ctx.status = 204
  }
}

function allowedMethods(ctx: Context): string[] {
  const methods = new Set([...operationMethods(ctx.path), ...routedMethods(ctx)])
  return methods.has(ctx.method) ? [] : [...methods].sort()
}

/** Methods of the routes whose path is this one. */
function routedMethods(ctx: Context): readonly string[] {
  // @koa/router leaves here the routes whose path matched, whatever their method.
  const routes: readonly { readonly methods: readonly string[] }[] = ctx.matched ?? []
  return routes.flatMap((route) => route.methods)
}

/** As logs, spans and answers have it: what no route has may hold a credential, such as the token of a proxy before us. */
function toldPath(ctx: Context): string {
  return routedMethods(ctx).length > 0 ? ctx.path : redactPath(ctx.path)
}

/** True when the client closed the connection before it had its answer; what breaks then is nobody's fault. */
function hasGone(ctx: Context): boolean {
  return ctx.req.socket.destroyed && !ctx.res.writableFinished
}

function routeOf(ctx: Context): string {
  const route: unknown = ctx._matchedRoute
  return typeof route === 'string' ? route : 'none'
}
