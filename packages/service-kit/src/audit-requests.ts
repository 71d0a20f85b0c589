import type Koa from 'koa'
import type { RequestState } from './app.ts'
import { type AuditedRequest, type AuditTrail, kindOf } from './audit-trail.ts'
import type { Principal } from './authenticator.ts'
import { toProblem } from './problem.ts'

/** What who answers a request says of the change that it makes. */
export interface AskedChange {
  /** Method and route, where those of the request do not say it. */
  readonly action?: string
  /** What may be shown of what was given. */
  readonly parameters: Readonly<Record<string, string>>
  /** What became of it, where the answer's own status does not say it. */
  status?: number
}

type Middleware = Koa.Middleware<RequestState>
type Context = Koa.ParameterizedContext<RequestState>

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What stands before the routes that are audited, and what stands behind them. */
interface AuditedRoutes {
  readonly before: Middleware
  readonly behind: Middleware
}

/**
 * Writes down who asked the routes between the two for a change and what became of it, and whom they refused. A route changes
 * something when its method says so, unless `ctx.state.change` is null. `gathersAll`: what was done is told by the minute too, where
 * it is a stream of reports.
 */
export function auditRequests(trail: AuditTrail, { gathersAll = false } = {}): AuditedRoutes {
  const passedOn = new WeakSet<object>()
  const audit = (ctx: Context, answered: number) => writeDown(trail, ctx, answered, gathersAll)
  return {
    async before(ctx, next) {
      try {
        await next()
      } catch (error) {
        if (!passedOn.has(ctx.req)) await audit(ctx, toProblem(error).status)
        throw error
      }
      if (!passedOn.has(ctx.req)) await audit(ctx, ctx.status)
    },
    behind(ctx, next) {
      passedOn.add(ctx.req)
      return next()
    },
  }
}

async function writeDown(
  trail: AuditTrail,
  ctx: Context,
  answered: number,
  gathersAll: boolean,
): Promise<void> {
  const { change, principal, bySession, clientAddress } = ctx.state
  const reads = change === null || READING.has(ctx.method)
  const status = change?.status ?? answered
  if (reads && !isRefusal(status, principal)) return
  const request: Omit<AuditedRequest, 'count'> = {
    who: principal?.name ?? null,
    via: principal === undefined ? null : bySession === true ? 'session' : principal.via,
    address: clientAddress === '' ? null : clientAddress,
    action: change?.action ?? `${ctx.method} ${routeOf(ctx)}`,
    // What was refused may be anything, such as a key where its name was meant.
    parameters: status < 400 ? (change?.parameters ?? {}) : {},
    status,
  }
  if (status < 400 && !gathersAll) await trail.done(request)
  else trail.gather(request, kindOf(reads ? { ...request, action: 'read' } : request))
}

/** Refused for who asked: an address that is wrong for anybody, such as a badge's, is not. */
function isRefusal(status: number, principal: Principal | undefined): boolean {
  return status === 401 || (status === 403 && principal !== undefined)
}

/** As OpenAPI has it; `*` where it was refused before there was a route. */
function routeOf(ctx: Context): string {
  const route: unknown = ctx._matchedRoute
  return typeof route === 'string' ? route.replaceAll(/:(\w+)/g, '{$1}') : '*'
}
