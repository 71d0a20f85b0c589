import Router from '@koa/router'
import type { AccessConfig, AnswersConfig, ServerConfig } from '@octometer/config'
import type { EventLog } from '@octometer/event-log'
import type { SqlReader, Store } from '@octometer/read-store'
import {
  type App,
  auditRequests,
  createApp,
  createAuditTrail,
  createAuthenticator,
  type HealthCheck,
  listen,
  type RequestState,
  whenDraining,
} from '@octometer/service-kit'
import type { Logger } from '@octometer/telemetry'
import { addEndpoints } from './answer-route.ts'
import { addBadges } from './badges/badge-route.ts'
import { compatEndpoints } from './compat/compat-endpoints.ts'
import { addMetricUpdates } from './compat/metrics-live.ts'
import type { FoundSetting } from './configuration/get-configuration.ts'
import type { GatewayContext } from './context.ts'
import { type AskedRepositories, countersNow, countersVersion } from './counters/counters-now.ts'
import { crossOrigin } from './cross-origin.ts'
import { addDashboard } from './dashboard/add-dashboard.ts'
import { addDocuments } from './documents/document-routes.ts'
import { endpoints } from './endpoints.ts'
import { readModelStates } from './freshness.ts'
import { type GatewayLog, openGatewayLog } from './gateway-log.ts'
import { addAppPage } from './github/app-page.ts'
import { gatewayHealth } from './health.ts'
import { openHeldReaders } from './held-readers.ts'
import { openIssuedKeys } from './keys/issued-keys.ts'
import { addMcp } from './mcp/mcp-route.ts'
import { programVersion } from './operations/version.ts'
import { readTeamsFile } from './people/teams-file.ts'
import { openRepositoryDirectory } from './repository-directory.ts'
import { createLiveRoute, type LiveLimits } from './stream/live-route.ts'

export interface GatewayOptions {
  readonly config: {
    readonly server: ServerConfig
    readonly access: AccessConfig
    readonly answers: AnswersConfig
  }
  /** Its views must be those that the projectors publish. */
  readonly store: Store
  /** Without it, SQL is not answered. */
  readonly sqlReader?: SqlReader | null
  readonly log: EventLog
  readonly logger: Logger
  /** What `/api/v1/configuration` shows; nothing unless given. */
  readonly settings?: readonly FoundSetting[]
  readonly now?: () => Date
  /** Of the live stream; what is not given is as `liveLimits` says. */
  readonly live?: Partial<LiveLimits>
}

/** The gateway without a server: standalone adds its routes to the app that it shares with ingress. */
export interface Gateway extends AsyncDisposable {
  readonly health: readonly HealthCheck[]
  /** What signs in once with the rights of this credential, within ten minutes: for the address after `#once=`. */
  signInOnce(credential: string): string
  /** Adds the routes to an app of service-kit. Dispose of this only after the app's server has drained. */
  mount(app: App): void
}

export interface GatewayService extends AsyncDisposable {
  readonly url: string
}

export function createGateway(options: GatewayOptions): Gateway {
  const { now = () => new Date() } = options
  return createGatewayOver(openGatewayLog(options.log, now), options)
}

/** The same over what the gateway needs of the log. */
export function createGatewayOver(log: GatewayLog, options: Omit<GatewayOptions, 'log'>): Gateway {
  const { config, logger, now = () => new Date() } = options
  const { corsOrigins } = config.server
  const context = contextOf(log, { ...options, now })
  const { store, keys } = context
  const router = new Router<RequestState>({ sensitive: true, strict: true })
  const authenticator = createAuthenticator(config.access, { logger, findIssued: keys.find })
  addEndpoints(router, context, authenticator, [...endpoints, ...compatEndpoints])
  const { repositories } = context
  const counters = {
    version: () => countersVersion(context),
    read: (asked: AskedRepositories) => countersNow(context, asked),
  }
  const parts = { repositories, counters, log, logger, now, authenticator, corsOrigins }
  const { live, slots } = createLiveRoute(router, parts, options.live)
  const updates = addMetricUpdates(router, {
    gateway: context,
    live,
    slots,
    authenticator,
    corsOrigins,
    logger,
  })
  addDocuments(router, programVersion)
  const dashboard = addDashboard(router, { config, authenticator, now })
  addAppPage(router, context)
  addBadges(router, context)
  if (config.answers.mcpEnabled) addMcp(router, { gateway: context, authenticator, endpoints, corsOrigins })
  const trail = createAuditTrail({ write: log.appendAudit, logger })
  const audited = auditRequests(trail)
  return {
    health: gatewayHealth(store, log),
    signInOnce: dashboard.signInOnce,
    mount(app) {
      app.use(crossOrigin(corsOrigins))
      app.use(audited.before)
      app.use(dashboard.readSession)
      app.use(router.routes())
      app.use(audited.behind)
      whenDraining(app, () => live.end())
    },
    async [Symbol.asyncDispose]() {
      await live[Symbol.asyncDispose]()
      await updates[Symbol.asyncDispose]()
      await trail[Symbol.asyncDispose]()
      await log[Symbol.asyncDispose]()
    },
  }
}

function contextOf(
  log: GatewayLog,
  { config, store, logger, now, ...options }: Omit<GatewayOptions, 'log' | 'now'> & { now: () => Date },
): GatewayContext {
  const { timezone } = config.server
  const states = readModelStates(store, log, logger, now)
  return {
    store,
    sqlReader: options.sqlReader ?? null,
    log,
    states,
    repositories: openRepositoryDirectory(store),
    ...openHeldReaders({ store, states, timezone, now }),
    timezone,
    keys: openIssuedKeys(() => log.keys(), now),
    environmentKeys: config.access.apiKeys.map(({ name, role }) => ({ name, role })),
    ...{ answers: config.answers, settings: options.settings ?? [] },
    teams: config.answers.teamsFile === null ? [] : readTeamsFile(config.answers.teamsFile),
    now,
  }
}

/** The gateway as a service of its own. Disposal lets the requests in flight end first. */
export async function startGateway(options: GatewayOptions): Promise<GatewayService> {
  const { server } = options.config
  await using stack = new AsyncDisposableStack()
  const gateway = stack.use(createGateway(options))
  const app = createApp({
    service: 'gateway',
    logger: options.logger,
    trustedProxies: server.trustedProxies,
    requireHttps: server.requireHttps,
    health: gateway.health,
  })
  gateway.mount(app)
  const { url } = stack.use(
    await listen(app, { host: server.host, port: server.port, logger: options.logger }),
  )
  const owned = stack.move()
  return { url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
