import { randomUUID } from 'node:crypto'
import { loadConfig } from '@octometer/config'
import {
  type DeliverySource,
  encodeDelivery,
  type ForwardingFailuresRequest,
  forwardingAnswerSchema,
  forwardingFailuresAnswerSchema,
  forwardingFailuresRequestSchema,
  forwardingRequestSchema,
} from '@octometer/event-contracts'
import { connectLog, createAppender, type EventLog, ensureStreams, request } from '@octometer/event-log'
import type { Store } from '@octometer/read-store'
import { createLogger, type Logger } from '@octometer/telemetry'
import { startNatsServer, type TestNatsServer } from '@octometer/testkit'
import { type Forwarding, type ForwardingOptions, startForwarding } from './forwarding.ts'

const silent = createLogger({ service: 'test', level: 'silent' })

interface ReceiverSettings {
  readonly name: string
  readonly url: string
  readonly secret: string
  readonly events?: readonly string[]
  readonly repositories?: readonly string[]
}

export interface ForwardingFixture extends AsyncDisposable {
  readonly log: EventLog
  readonly nats: TestNatsServer
  start(receivers: readonly ReceiverSettings[], more?: Partial<ForwardingOptions>): Promise<Forwarding>
  /** Appends a delivery as ingress does; gives its GUID. */
  append(parts?: Partial<AppendedParts>): Promise<string>
  states(): Promise<readonly Readonly<Record<string, unknown>>[]>
  failures(asked?: Partial<ForwardingFailuresRequest>): Promise<readonly Readonly<Record<string, unknown>>[]>
}

interface AppendedParts {
  readonly guid: string
  readonly event: string
  readonly repository: string
  readonly action: string
  readonly body: string
  readonly contentType: 'application/json' | 'application/x-www-form-urlencoded'
  readonly signature: string | null
  readonly source: DeliverySource
}

/** A log of its own with what forwards from it; the store is asked for what the log has no more. */
export async function openForwarding(store: Store, logger: Logger = silent): Promise<ForwardingFixture> {
  await using stack = new AsyncDisposableStack()
  const nats = stack.use(await startNatsServer())
  const log = stack.use(await connectLog({ url: nats.url, name: 'test', logger: silent }))
  await ensureStreams(log, { maxBytes: { EVENTS: 2 ** 26, API_CALLS: 2 ** 24 } })
  const events = stack.use(createAppender(log, { stream: 'EVENTS' }))
  const failuresSchemas = { request: forwardingFailuresRequestSchema, answer: forwardingFailuresAnswerSchema }
  const statesSchemas = { request: forwardingRequestSchema, answer: forwardingAnswerSchema }
  const deadline = { deadlineMs: 5_000 }
  const everything = { receivers: null, statuses: null, delivery_id: null, repository_ids: null, after: null }
  const owned = stack.move()
  return {
    log,
    nats,
    start(settings, more = {}) {
      const env = { OCTO_FORWARD_RECEIVERS: JSON.stringify(settings), OCTO_ALERT_ALLOWED_HOSTS: '127.0.0.1' }
      const { receivers, allowedHosts } = loadConfig(env, ['alerts']).config.alerts
      const now = () => new Date()
      const fast = { waitAfter: (attempts: number) => (attempts < 5 ? 20 : null), probeMs: 300 }
      return startForwarding({ receivers, allowedHosts, log, store, logger, now, ...fast, ...more })
    },
    async append({ guid = randomUUID(), event = 'push', repository = 'acme/api', ...parts } = {}) {
      const [owner = '', name = ''] = repository.split('/')
      const {
        action,
        contentType = 'application/json',
        signature = 'sha256=of-github',
        source = 'webhook',
      } = parts
      const ids = { hookId: '42', targetType: 'repository', targetId: '7' }
      const { subject, messageId, headers } = encodeDelivery(
        { guid, event, ...ids, receivedAt: new Date(), contentType, signature, source },
        { owner, name },
      )
      const payload = { ...(action && { action }), repository: { id: 7, full_name: repository } }
      const body = Buffer.from(parts.body ?? JSON.stringify(payload))
      await events.append({ subject, messageId, headers, body })
      return guid
    },
    states: async () => (await request(log, 'alerter', 'forwarding', statesSchemas, {}, deadline)).receivers,
    failures: async (asked = {}) => {
      const body = { ...everything, limit: 100, ...asked }
      return (await request(log, 'alerter', 'forwarding-failures', failuresSchemas, body, deadline)).failures
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
