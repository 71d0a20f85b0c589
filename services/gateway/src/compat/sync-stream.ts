import type Router from '@koa/router'
import { streamRole } from '@octometer/gateway-api'
import type { RequestState } from '@octometer/service-kit'
import { refuseForeignPages } from '../stream/handshake.ts'
import { type StreamRouteOptions, serveEvents } from '../stream/stream-route.ts'
import { openSyncStreamSink } from './sync-stream-sink.ts'

const PATH = '/api/sync/stream'

/** Seed 004's events of a sync, over the live stream and in its bounds. */
export function addSyncStream(router: Router<RequestState>, options: StreamRouteOptions): void {
  router.get(
    PATH,
    refuseForeignPages(options.corsOrigins),
    options.authenticator.requireRole(streamRole),
    (ctx) => serveEvents(ctx, options, { kind: ['sync'] }, openSyncStreamSink),
  )
}
