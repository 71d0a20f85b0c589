import type { App } from '@octometer/service-kit'
import { z } from 'zod'

const layer = z.object({ path: z.string(), methods: z.array(z.string()) })
const routed = z.object({ router: z.object({ stack: z.array(layer) }) })

export interface RegisteredRoute {
  readonly method: string
  /** As OpenAPI writes it: `/api/v1/deliveries/{guid}`. */
  readonly path: string
}

/** What the routers of an app say themselves that they answer, whoever defined it. */
export function registeredRoutes({ middleware }: App): readonly RegisteredRoute[] {
  return middleware.flatMap((each) => {
    // What @koa/router gives an app carries the router that it is of.
    const { data } = routed.safeParse({ router: Reflect.get(each, 'router') })
    const layers = data?.router.stack ?? []
    return layers.flatMap(({ path, methods }) =>
      methods.map((method) => ({ method, path: path.replaceAll(/:(\w+)/g, '{$1}') })),
    )
  })
}
