import type { AccessConfig, ReceivingConfig, ServerConfig } from '@octometer/config'
import {
  type Appender,
  checkDurability,
  createAppender,
  type DurabilityFinding,
  type EventLog,
  streamNames,
} from '@octometer/event-log'
import { MAX_IMPORT_BYTES } from '@octometer/gateway-api'
import {
  type App,
  type Authenticator,
  auditRequests,
  createApp,
  createAuditTrail,
  createAuthenticator,
  type HealthCheck,
  listen,
  problem,
} from '@octometer/service-kit'
import { gauge, type Logger } from '@octometer/telemetry'
import { appendAudit } from './append-audit.ts'
import { type ByteBudget, createByteBudget } from './byte-budget.ts'
import { undurableLogAccepted } from './events.ts'
import { createFailedVerificationLimit } from './failed-verification-limit.ts'
import { type SecretsFor, watchHookSecrets } from './hook-secrets.ts'
import type { BodyLimits } from './read-body.ts'
import { createReceive } from './receive.ts'
import { ingressRouter } from './routes.ts'
import { addressSources, watchSourceAddresses } from './source-addresses.ts'
import { createSignatureVerifier } from './verify-signature.ts'

export interface IngressOptions {
  readonly config: {
    readonly server: ServerConfig
    readonly receiving: ReceivingConfig
    readonly access: AccessConfig
  }
  /** The streams must exist. */
  readonly log: EventLog
  readonly logger: Logger
  /** NATS's monitoring endpoint, which alone tells whether it syncs always; null when it cannot be reached. */
  readonly monitoringUrl?: string | null
  /** Serves although an acknowledgement would not mean "on disk". */
  readonly allowUndurable?: boolean
  /** The secrets of a hook; those of the environment and of hook configurations unless given. */
  readonly secretsFor?: SecretsFor
  /** For the lists of source addresses. */
  readonly fetch?: typeof fetch
  readonly limits?: Partial<IngressLimits>
}

export interface IngressLimits extends BodyLimits {
  /** What bodies above `largeBytes` may hold together, and how long one waits for its share. */
  readonly budgetBytes: number
  readonly budgetWaitMs: number
  /** From the append to 503. */
  readonly acknowledgeMs: number
}

/** Ingress without a server: standalone adds its routes to the app that it shares with the gateway. */
export interface Ingress extends AsyncDisposable {
  readonly health: readonly HealthCheck[]
  /** Adds the routes to an app of service-kit. Dispose of this only after the app's server has drained. */
  mount(app: App): void
}

export interface IngressService extends AsyncDisposable {
  readonly url: string
}

/** An acknowledgement of this log would not mean "on disk", so none may be passed on. Lists what to set. */
export class UndurableLogError extends Error {
  override readonly name = 'UndurableLogError'
  readonly code = 'log_undurable'
  readonly findings: readonly DurabilityFinding[]

  constructor(findings: readonly DurabilityFinding[]) {
    const list = findings.map(({ message }) => `  ${message}`).join('\n')
    super(
      `The log is not durable enough to accept deliveries:\n${list}\n` +
        'Set what is named, or OCTO_ALLOW_UNDURABLE=true to accept deliveries that may be lost.',
    )
    this.findings = findings
  }
}

const MIB = 1024 * 1024

const DEFAULT_LIMITS: IngressLimits = {
  maxBytes: 25 * MIB,
  largeBytes: MIB,
  idleMs: 10_000,
  smallMs: 10_000,
  largeMs: 30_000,
  budgetBytes: 32 * MIB,
  budgetWaitMs: 5_000,
  acknowledgeMs: 8_000,
}
const API_CALLS = { maxBytes: 5 * MIB, maxLines: 10_000 }

/**
 * Checks the log, fetches the source addresses that are asked for, and is then ready to receive.
 * Throws UndurableLogError, SourceAddressesError or LogUnavailableError.
 */
export async function createIngress(options: IngressOptions): Promise<Ingress> {
  const { config, log, logger, fetch: fetchList = fetch } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  await requireDurability(options)
  const sources = await watchSourceAddresses({
    sources: addressSources(config.receiving),
    fetch: fetchList,
    logger,
  })
  const { webhookSecrets, allowUnsigned, rateLimit } = config.receiving
  const { encryptionKey } = config.server
  const secrets = await watchHookSecrets({ log, logger, encryptionKey, webhookSecrets })
  const budget = createByteBudget({ totalBytes: limits.budgetBytes, maxWaitMs: limits.budgetWaitMs })
  const appenders = createAppenders(log, limits)
  const receive = createReceive({
    sources,
    budget,
    limits,
    allowUnsigned,
    secretsFor: options.secretsFor ?? secrets.secretsFor,
    verifySignature: createSignatureVerifier(),
    failures: createFailedVerificationLimit({ perSecond: rateLimit }),
    appender: appenders.events,
  })
  const trail = createAuditTrail({ write: appendAudit(appenders.events), logger })
  const router = ingressRouter({
    logger,
    receive,
    apiCalls: {
      appender: appenders.apiCalls,
      budget,
      limits: { ...limits, maxBytes: API_CALLS.maxBytes },
      maxLines: API_CALLS.maxLines,
    },
    imports: {
      appenders: { EVENTS: appenders.events, API_CALLS: appenders.apiCalls },
      budget,
      limits: { ...limits, maxBytes: MAX_IMPORT_BYTES },
    },
    authenticator: ingressAuthenticator(config.access, logger),
    audited: auditRequests(trail, { gathersAll: true }).before,
  })
  const gauges = observeBudget(budget)
  return {
    health: [logHealth(log)],
    mount: (app) => void app.use(router.routes()),
    async [Symbol.asyncDispose]() {
      sources[Symbol.dispose]()
      gauges[Symbol.dispose]()
      await secrets[Symbol.asyncDispose]()
      await trail[Symbol.asyncDispose]()
      await appenders[Symbol.asyncDispose]()
    },
  }
}

/** Without any key or token nobody may report API calls: the answer says what to set. */
function ingressAuthenticator(access: AccessConfig, logger: Logger): Authenticator {
  const { apiKeys, jwt, anonymousRole } = access
  if (apiKeys.length > 0 || jwt !== null || anonymousRole !== null)
    return createAuthenticator(access, { logger })
  return {
    authenticate: async () => null,
    requireRole: () => () => {
      throw problem(
        503,
        'access_not_configured',
        'Reports of API calls and imports need a key, and ingress has none: set OCTO_API_KEYS, OCTO_JWT_SECRET or OCTO_JWKS_URL.',
      )
    },
  }
}

/** Ingress as a service of its own. Disposal lets the requests in flight end, then what they append. */
export async function startIngress(options: IngressOptions): Promise<IngressService> {
  const { server } = options.config
  await using stack = new AsyncDisposableStack()
  const ingress = stack.use(await createIngress(options))
  const app = createApp({
    service: 'ingress',
    logger: options.logger,
    trustedProxies: server.trustedProxies,
    requireHttps: server.requireHttps,
    health: ingress.health,
  })
  ingress.mount(app)
  const running = stack.use(
    await listen(app, { host: server.host, port: server.port, logger: options.logger }),
  )
  const owned = stack.move()
  return { url: running.url, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

async function requireDurability({
  log,
  logger,
  monitoringUrl,
  allowUndurable,
}: IngressOptions): Promise<void> {
  const findings = await checkDurability(log, {
    streams: [streamNames.events, streamNames.apiCalls],
    monitoringUrl: monitoringUrl ?? null,
  })
  if (findings.length === 0) return
  if (!allowUndurable) throw new UndurableLogError(findings)
  undurableLogAccepted(logger, findings)
}

interface Appenders extends AsyncDisposable {
  readonly events: Appender
  readonly apiCalls: Appender
}

function createAppenders(log: EventLog, { acknowledgeMs }: IngressLimits): Appenders {
  const create = (stream: (typeof streamNames)[keyof typeof streamNames]) =>
    createAppender(log, { stream, acknowledgeTimeoutMs: acknowledgeMs })
  const events = create(streamNames.events)
  const apiCalls = create(streamNames.apiCalls)
  return {
    events,
    apiCalls,
    async [Symbol.asyncDispose]() {
      await Promise.all([events[Symbol.asyncDispose](), apiCalls[Symbol.asyncDispose]()])
    },
  }
}

function logHealth(log: EventLog): HealthCheck {
  return {
    name: 'log',
    check() {
      if (!log.isConnected()) throw new Error('NATS cannot be reached')
    },
  }
}

function observeBudget(budget: ByteBudget): Disposable {
  const used = gauge(
    'octo_ingress_large_bodies_bytes',
    { description: 'Bytes that large bodies hold of their budget', unit: 'By' },
    () => budget.usedBytes,
  )
  const waiting = gauge(
    'octo_ingress_large_bodies_waiting',
    { description: 'Large bodies that wait for their share of the budget', unit: '{body}' },
    () => budget.waiting,
  )
  return {
    [Symbol.dispose]() {
      used[Symbol.dispose]()
      waiting[Symbol.dispose]()
    },
  }
}
