import { PROMETHEUS_CONTENT_TYPE, renderPrometheus } from '@octometer/telemetry'
import type Koa from 'koa'
import type { RequestState } from './app.ts'
import { type Health, type HealthCheck, healthReporter } from './health.ts'
import { type ProblemError, problem } from './problem.ts'

const PATHS = new Set(['/livez', '/readyz', '/metrics'])
const METHODS = ['GET', 'HEAD']

/** True for what probes and scrapers ask; it is not observed as traffic. */
export function isOperation({ method, path }: { method: string; path: string }): boolean {
  return METHODS.includes(method) && PATHS.has(path)
}

/** The methods that are answered here for a path. Others go on: a service may have a use for `POST /metrics`. */
export function operationMethods(path: string): readonly string[] {
  return PATHS.has(path) ? METHODS : []
}

/** Answers `/livez`, `/readyz` (503 with the parts that are not ready) and `/metrics` (Prometheus text). */
export function operations(checks: readonly HealthCheck[], deadlineMs: number): Koa.Middleware<RequestState> {
  const report = healthReporter(checks, deadlineMs)
  return async (ctx, next) => {
    if (!isOperation(ctx)) return next()
    ctx.set('Cache-Control', 'no-store')
    if (ctx.path === '/livez') {
      ctx.body = { status: 'alive' }
    } else if (ctx.path === '/metrics') {
      ctx.body = await renderPrometheus()
      ctx.set('Content-Type', PROMETHEUS_CONTENT_TYPE)
    } else {
      const health = await report()
      if (!health.ready) throw notReady(health)
      ctx.body = { status: 'ready', parts: health.parts }
    }
  }
}

function notReady({ parts }: Health): ProblemError {
  const faults = Object.entries(parts).flatMap(([name, part]) =>
    part.ready ? [] : [`${name}: ${part.reason}`],
  )
  return problem(503, 'not_ready', `Not ready: ${faults.join('; ')}.`, {
    members: { parts },
    headers: { 'Retry-After': '1' },
  })
}
