import type Router from '@koa/router'
import { streamRole } from '@octometer/gateway-api'
import { type Authenticator, offersUpgrade, problem, type RequestState } from '@octometer/service-kit'
import type { Logger } from '@octometer/telemetry'
import type Koa from 'koa'
import { z } from 'zod'
import type { GatewayContext } from '../context.ts'
import { asProblem } from '../outage.ts'
import { resolveScope } from '../repository-scope.ts'
import { parameterReader } from '../request-parameters.ts'
import { readProtocolCredential, refuseForeignPages } from '../stream/handshake.ts'
import type { LiveStream } from '../stream/live-stream.ts'
import { resolveFilter } from '../stream/stream-filter.ts'
import { beginWebSocket, stopping } from '../stream/stream-route.ts'
import type { StreamSlots } from '../stream/stream-slots.ts'
import { openMetricUpdateSink } from './metric-update-sink.ts'
import { MetricUpdates } from './metric-updates.ts'

export interface MetricUpdatesOptions {
  readonly gateway: GatewayContext
  readonly live: LiveStream
  readonly slots: StreamSlots
  readonly authenticator: Authenticator
  /** Origins whose pages may call the API. */
  readonly corsOrigins: readonly string[]
  readonly logger: Logger
}

const PATH = '/metrics/ws'
const word = z.string().max(300).optional()
const parameters = z.object({ repository: word, event_type: word, status: word })
const query = parameterReader<typeof parameters>(parameters)

/** Seed 003's WebSocket: the newest events first, then each as it comes, over the live stream and in its bounds. */
export function addMetricUpdates(router: Router<RequestState>, options: MetricUpdatesOptions): MetricUpdates {
  const updates = new MetricUpdates(options.gateway, options.logger)
  router.get(
    PATH,
    refuseForeignPages(options.corsOrigins),
    readProtocolCredential,
    options.authenticator.requireRole(streamRole),
    (ctx) => serve(ctx, options, updates),
  )
  return updates
}

async function serve(
  ctx: Koa.ParameterizedContext<RequestState>,
  { gateway, live, slots }: MetricUpdatesOptions,
  updates: MetricUpdates,
): Promise<void> {
  const { repository, event_type, status = null } = query.read(new URLSearchParams(ctx.querystring))
  const { principal } = ctx.state
  if (principal === undefined) throw new TypeError('events are asked for without knowing who asks')
  if (!offersUpgrade(ctx.req)) {
    const headers = { Upgrade: 'websocket', Connection: 'Upgrade' }
    throw problem(426, 'websocket_only', 'Here is a WebSocket and nothing else.', { headers })
  }
  if (live.hasEnded) throw stopping()
  const slot = slots.take(principal)
  try {
    const named = repository === undefined ? undefined : [repository]
    const event = event_type === undefined ? undefined : [event_type]
    const filter = await resolveFilter(gateway.repositories, principal, { repository: named, event })
    const { ids } = await resolveScope(gateway, principal, named)
    // Whatever the archive does not have by now, or has without an outcome that is asked for, is read from the log.
    const archived = (await gateway.states.progressOf('deliveries'))?.acknowledged ?? null
    const history = await updates.history({ repositories: ids, event: event_type ?? null, status })
    const reached = await live.open(filter.kinds)
    if (live.hasEnded) throw stopping()
    const before =
      history.firstOpen === null ? archived : Math.min(history.firstOpen - 1, archived ?? Infinity)
    const after = { ...reached, delivery: (status === null ? before : history.settled) ?? reached.delivery }
    beginWebSocket(ctx, { live, slot, filter, after }, (webSocket, socket) =>
      openMetricUpdateSink(webSocket, socket, { updates, status, history }),
    )
  } catch (error) {
    slot[Symbol.dispose]()
    throw asProblem(error)
  }
}
