import cors from '@koa/cors'
import type { RequestState } from '@octometer/service-kit'
import type Koa from 'koa'

/** Ours, and those of the seeds. */
const OURS = /^\/(api\/|webhooks\/github\/|openapi\.json$|mcp$)/

/** Lets pages of these origins (`*`: of all) call the API from a browser. They send keys as headers, never cookies. */
export function crossOrigin(origins: readonly string[]): Koa.Middleware<RequestState> {
  const allow = cors({
    origin: (ctx) => originFor(origins, ctx.get('Origin')),
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'X-Api-Key',
      'X-Request-Id',
      'Last-Event-ID',
      'Mcp-Protocol-Version',
    ],
    exposeHeaders: ['X-Request-Id', 'Retry-After', 'RateLimit', 'RateLimit-Policy', 'Octo-Freshness'],
    maxAge: 600,
  })
  return (ctx, next) => (OURS.test(ctx.path) ? allow(ctx, next) : next())
}

/** Whether a page of this origin may call: one of this host, or of an allowed origin. */
export function mayCall(origins: readonly string[], origin: string, host: string): boolean {
  return origins.includes('*') || origins.includes(origin) || URL.parse(origin)?.host === host
}

/** What `Access-Control-Allow-Origin` says; empty for an origin that may not call. */
function originFor(origins: readonly string[], origin: string): string {
  if (origins.includes('*')) return '*'
  return origins.includes(origin) ? origin : ''
}
