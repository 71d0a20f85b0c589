import type { AnswerOf, ApiRoute, BodyOf, PathOf, QueryOf } from '@octometer/gateway-api'
import { ProblemError, problem } from '@octometer/service-kit'
import type { Endpoint } from '../answer-route.ts'
import type { ApiRequest, GatewayContext } from '../context.ts'
import { requestReader } from '../request-reader.ts'

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
  const read = requestReader(route)
  const asSeed = (error: unknown) => withSeedStatus(error, options.wrongParameter ?? {})
  return {
    route,
    projection,
    freshnessInHeader: true,
    prepare(raw) {
      try {
        const request = read(raw)
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
