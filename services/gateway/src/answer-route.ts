import type Router from '@koa/router'
import {
  type AnswerOf,
  type ApiRoute,
  type BodyOf,
  changes,
  type Freshness,
  isList,
  type PathOf,
  type QueryOf,
} from '@octometer/gateway-api'
import type { Authenticator, RequestState } from '@octometer/service-kit'
import type Koa from 'koa'
import { shownParameters } from './audit/shown-parameters.ts'
import type { ApiRequest, GatewayContext } from './context.ts'
import { apiRequestAnswered } from './events.ts'
import { exportList, readFormat } from './export/export-list.ts'
import { asProblem } from './outage.ts'
import { type Proof, proven, refuseProof } from './proof/prove.ts'
import { RawAnswer } from './raw-answer.ts'
import { readJson } from './request-body.ts'
import { type RawRequest, requestReader } from './request-reader.ts'

/** An answer without its freshness, which is added to all of them alike. */
type Answered<R extends ApiRoute> = Omit<AnswerOf<R>, 'freshness'>

const LARGEST_PAGE = 1000

/** A route with what answers it. */
export interface Endpoint {
  readonly route: ApiRoute
  /** The projection whose read model answers: it says how fresh the answer is. */
  readonly projection: string
  /** True where an answer has no place for it: the header `Octo-Freshness` holds it. */
  readonly freshnessInHeader?: boolean
  /** Reads and checks the parameters, throwing a 400; the answer comes when it is called. */
  prepare(request: RawRequest): (gateway: GatewayContext) => Promise<object>
}

export function endpoint<R extends ApiRoute>(
  route: R,
  projection: string,
  answer: (
    gateway: GatewayContext,
    request: ApiRequest<PathOf<R>, QueryOf<R>, BodyOf<R>>,
  ) => Promise<Answered<R> | RawAnswer>,
  proof: Proof<ApiRequest<PathOf<R>, QueryOf<R>, BodyOf<R>>> = {},
): Endpoint {
  const read = requestReader(route)
  return {
    route,
    projection,
    prepare(raw) {
      const { format, own } = readFormat(route, raw.query)
      const request = read({ ...raw, query: own })
      if (format === undefined) return proven({ route, projection, request, proof }, answer)
      refuseProof(own)
      const pageFrom = (cursor: string | undefined) => ({
        ...request,
        query: isList(route) ? { ...request.query, limit: LARGEST_PAGE, cursor } : request.query,
      })
      return (gateway) =>
        exportList(gateway.store, route, format, (cursor) => answer(gateway, pageFrom(cursor)))
    },
  }
}

/** Adds endpoints to a router: who may ask, what they gave, the answer, its freshness, its metrics. */
export function addEndpoints(
  router: Router<RequestState>,
  gateway: GatewayContext,
  authenticator: Authenticator,
  endpoints: readonly Endpoint[],
): void {
  for (const each of endpoints) {
    const { method, path, role } = each.route
    // OpenAPI's {name} is the router's :name.
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1')
    router.register(
      pattern,
      [method],
      [measure(path), role === null ? asNobody : authenticator.requireRole(role), answerWith(gateway, each)],
    )
  }
}

type Middleware = Koa.Middleware<RequestState, { readonly params: Readonly<Record<string, string>> }>

/** Who asks an open route is nobody in particular, and sees no repository. */
const asNobody: Middleware = (ctx, next) => {
  ctx.state.principal = { name: 'nobody', role: 'viewer', repositories: [], via: 'anonymous' }
  return next()
}

/** Counts the requests of a route, and how long they take. */
export function measure(route: string): Middleware {
  return async (ctx, next) => {
    const startedAt = performance.now()
    const measured = (status: number) =>
      apiRequestAnswered({
        route,
        method: ctx.method,
        status,
        seconds: (performance.now() - startedAt) / 1e3,
      })
    try {
      await next()
      measured(ctx.status)
    } catch (error) {
      measured(statusOf(error))
      throw error
    }
  }
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error ? Number(error.status) : 500
}

/** The answer of an endpoint, however it was asked. Throws problems, and what is nobody's to act on. */
export async function ask(
  gateway: GatewayContext,
  { projection, prepare }: Endpoint,
  request: RawRequest,
): Promise<{ readonly answer: object; readonly freshness: Freshness }> {
  const answer = prepare(request)
  const freshness = gateway.states.freshnessOf(projection)
  try {
    return { answer: await answer(gateway), freshness: await freshness }
  } catch (error) {
    throw asProblem(error)
  }
}

function answerWith(gateway: GatewayContext, each: Endpoint): Middleware {
  const { route, freshnessInHeader = false } = each
  return async (ctx) => {
    const { principal } = ctx.state
    if (principal === undefined)
      throw new TypeError(`${route.operationId} is answered without knowing who asks`)
    const query = new URLSearchParams(ctx.querystring)
    ctx.state.change = null
    if (changes(route)) ctx.state.change = { parameters: {} }
    const body = route.body === undefined ? undefined : await readJson(ctx)
    if (changes(route)) ctx.state.change = { parameters: shownParameters({ path: ctx.params, query, body }) }
    const { answer, freshness } = await ask(gateway, each, { path: ctx.params, query, body, principal })
    sendAnswer(ctx, answer, freshness, freshnessInHeader)
    // Koa drops the body of a 204.
    ctx.status = route.status
    ctx.set('Cache-Control', 'private, no-store')
  }
}

function sendAnswer(
  ctx: Parameters<Middleware>[0],
  answer: object,
  freshness: Freshness,
  inHeader: boolean,
): void {
  if (inHeader || answer instanceof RawAnswer) ctx.set('Octo-Freshness', JSON.stringify(freshness))
  if (!(answer instanceof RawAnswer)) {
    ctx.body = inHeader ? answer : { ...answer, freshness }
    return
  }
  const body = answer.body(freshness)
  // What breaks off must not look like its end.
  if (typeof body !== 'string') body.once('error', () => ctx.res.destroy())
  ctx.body = body
  ctx.type = answer.type
  if (answer.fileName !== null) ctx.set('Content-Disposition', `attachment; filename="${answer.fileName}"`)
}
