import type { AccessConfig, ReceivingConfig, ServerConfig } from '@octometer/config'
import { connectLog, type EventLog, ensureStreams } from '@octometer/event-log'
import { createLogger, type Logger } from '@octometer/telemetry'
import { startNatsServer, type TestNatsServer } from '@octometer/testkit'
import { type IngressOptions, type IngressService, startIngress } from './ingress.ts'

export const SECRET = 'the newest secret'
export const OLD_SECRET = 'the secret before'
export const OPERATOR_KEY = 'key-of-an-operator'
export const VIEWER_KEY = 'key-of-a-viewer'

const MIB = 1024 * 1024

const server: ServerConfig = {
  host: '127.0.0.1',
  port: 0,
  dataDir: '',
  logLevel: 'info',
  // Tests speak for clients behind a proxy.
  trustedProxies: ['127.0.0.1'],
  requireHttps: false,
  corsOrigins: [],
  timezone: 'UTC',
  encryptionKey: null,
}
const receiving: ReceivingConfig = {
  webhookSecrets: [SECRET, OLD_SECRET],
  allowUnsigned: false,
  verifyGithubIps: false,
  verifyCloudflareIps: false,
  rateLimit: null,
  githubApiUrl: 'https://api.github.invalid',
}
const access: AccessConfig = {
  apiKeys: [
    { name: 'reporter', role: 'operator', key: OPERATOR_KEY },
    { name: 'reader', role: 'viewer', key: VIEWER_KEY },
  ],
  jwt: null,
  anonymousRole: null,
  signInFailures: null,
  keyRequests: null,
}

/** A real log for one test file: nats-server on a free port, with its files in a folder of its own. */
export interface TestLog extends AsyncDisposable {
  readonly nats: TestNatsServer
  readonly log: EventLog
}

export interface TestLogOptions {
  readonly syncAlways?: boolean
  readonly eventsBytes?: number
  readonly maxPayloadBytes?: number
}

export async function startTestLog(options: TestLogOptions = {}): Promise<TestLog> {
  const { syncAlways = true, eventsBytes = 512 * MIB, maxPayloadBytes = 28 * MIB } = options
  const nats = await startNatsServer({ syncAlways, maxPayloadBytes })
  const log = await connectLog({ url: nats.url, name: 'ingress-test', logger: silent })
  await ensureStreams(log, { maxBytes: { EVENTS: eventsBytes, API_CALLS: 32 * MIB } })
  return {
    nats,
    log,
    async [Symbol.asyncDispose]() {
      await log[Symbol.asyncDispose]()
      await nats[Symbol.asyncDispose]()
    },
  }
}

export const silent: Logger = createLogger({ service: 'ingress-test', level: 'silent' })

export interface TestIngressOptions extends Omit<Partial<IngressOptions>, 'config'> {
  readonly server?: Partial<ServerConfig>
  readonly receiving?: Partial<ReceivingConfig>
  readonly access?: Partial<AccessConfig>
}

/** Ingress on a free port over a test's log. */
export async function startTestIngress(
  log: EventLog,
  options: TestIngressOptions = {},
): Promise<IngressService> {
  return startIngress({
    logger: silent,
    ...options,
    log,
    config: {
      server: { ...server, ...options.server },
      receiving: { ...receiving, ...options.receiving },
      access: { ...access, ...options.access },
    },
  })
}
