import type { ApiRoute, BodyOf, PathOf, QueryOf } from '@octometer/gateway-api'
import type { Principal } from '@octometer/service-kit'
import type { ApiRequest } from './context.ts'
import { checkBody } from './request-body.ts'
import { parameterReader } from './request-parameters.ts'

/** What a request holds before it is read by its route's schemas. */
export interface RawRequest {
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Parsed JSON; undefined for a route that takes none. */
  readonly body: unknown
  readonly principal: Principal
}

/** Reads requests as a route's schemas have them. It throws a 400 that names what is wrong. */
export function requestReader<R extends ApiRoute>(
  route: R,
): (raw: RawRequest) => ApiRequest<PathOf<R>, QueryOf<R>, BodyOf<R>> {
  const path = parameterReader<R['pathParameters']>(route.pathParameters)
  const query = parameterReader<R['query']>(route.query)
  return (raw) => ({
    path: path.read(Object.entries(raw.path)),
    query: query.read(raw.query),
    // A route without a body has none to check.
    body: (route.body && checkBody(route.body, raw.body)) as BodyOf<R>,
    principal: raw.principal,
  })
}
