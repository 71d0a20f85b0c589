import type Router from '@koa/router'
import type { Authenticator, RequestState } from '@octometer/service-kit'
import type { Logger } from '@octometer/telemetry'
import { addSyncStream } from '../compat/sync-stream.ts'
import type { GatewayLog } from '../gateway-log.ts'
import type { RepositoryDirectory } from '../repository-directory.ts'
import type { CountersSource } from './counters-feed.ts'
import { LiveStream } from './live-stream.ts'
import { addStream, isStillAllowed } from './stream-route.ts'
import { createStreamSlots, type StreamSlots } from './stream-slots.ts'

export interface LiveLimits {
  readonly clients: number
  /** Of one key, one token's subject, or all who come without. */
  readonly clientsOfKey: number
  /** Bytes that a client may leave untaken before it is dropped as slow. */
  readonly clientBytes: number
  readonly heartbeatMs: number
  /** Positions of the log that are sent again at most to one who resumes. */
  readonly replayed: number
}

const liveLimits: LiveLimits = {
  clients: 2_000,
  clientsOfKey: 1_000,
  clientBytes: 512 * 1024,
  heartbeatMs: 15_000,
  replayed: 100_000,
}

export interface LiveRouteParts {
  readonly repositories: RepositoryDirectory
  readonly counters: CountersSource
  readonly log: GatewayLog
  readonly logger: Logger
  readonly now: () => Date
  readonly authenticator: Authenticator
  readonly corsOrigins: readonly string[]
}

export interface LiveRoute {
  readonly live: LiveStream
  readonly slots: StreamSlots
}

/** The live stream with its route, and the places of its clients. It reads nothing until the first client comes. */
export function createLiveRoute(
  router: Router<RequestState>,
  { repositories, counters, log, logger, now, authenticator, corsOrigins }: LiveRouteParts,
  given: Partial<LiveLimits> = {},
): LiveRoute {
  const limits = { ...liveLimits, ...given }
  const live = new LiveStream({
    log,
    counters,
    logger,
    now,
    ...limits,
    isStillAllowed: (client) => isStillAllowed(authenticator, client),
  })
  const slots = createStreamSlots(limits)
  const options = { live, slots, repositories, authenticator, corsOrigins }
  addStream(router, options)
  addSyncStream(router, options)
  return { live, slots }
}
