import type { AnswerOf, ApiRoute, BodyOf, PathOf, QueryOf } from '@octometer/gateway-api'
import { ProblemError, problem } from '@octometer/service-kit'
import type { Endpoint } from '../answer-route.ts'
import type { ApiRequest, GatewayContext } from '../context.ts'
import { checkBody } from '../request-body.ts'
import { parameterReader } from '../request-parameters.ts'

interface CompatOptions {
  /** The status that a seed's text states for a wrong parameter, by its name; 400 for the others. */
  readonly wrongParameter?: Readonly<Record<string, number>>
}

/**
 * A path of a seed system: its own parameters and its own answer, with nothing added, over our queries. Freshness is in
 * the header `Octo-Freshness`; the `detail` of a problem is the seeds' `detail`.
 */
export function compatEndpoint<R extends ApiRoute>(
  route: R,
  projection: string,
  answer: (
    gateway: GatewayContext,
    request: ApiRequest<PathOf<R>, QueryOf<R>, BodyOf<R>>,
  ) => Promise<AnswerOf<R> & object>,
  options: CompatOptions = {},
): Endpoint {
  const path = parameterReader<R['pathParameters']>(route.pathParameters)
  const query = parameterReader<R['query']>(route.query)
  const asSeed = (error: unknown) => withSeedStatus(error, options.wrongParameter ?? {})
  return {
    route,
    projection,
    freshnessInHeader: true,
    prepare(raw) {
      try {
        const request = {
          path: path.read(Object.entries(raw.path)),
          query: query.read(raw.query),
          // A route without a body has none to check.
          body: (route.body && checkBody(route.body, raw.body)) as BodyOf<R>,
          principal: raw.principal,
        }
        return (gateway) =>
          answer(gateway, request).catch((error: unknown) => {
            throw asSeed(error)
          })
      } catch (error) {
        throw asSeed(error)
      }
    },
  }
}

function withSeedStatus(error: unknown, statuses: Readonly<Record<string, number>>): unknown {
  if (!(error instanceof ProblemError)) return error
  const { code, detail, members } = error
  const status = statuses[String(members.parameter)]
  return status === undefined ? error : problem(status, code, detail, { members, cause: error })
}
