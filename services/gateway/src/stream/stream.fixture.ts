import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { loadConfig } from '@octometer/config'
import { encodeDelivery } from '@octometer/event-contracts'
import {
  type Appender,
  connectLog,
  createAppender,
  createTrimmer,
  type EventLog,
  ensureStreams,
  openReader,
} from '@octometer/event-log'
import { type StreamEvent, streamEvent } from '@octometer/gateway-api'
import { connectStore, migrate, openGeneration, readModelOf, type Store } from '@octometer/read-store'
import { createApp, listen, type RunningServer } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { startClickHouse, startNatsServer, type TestNatsServer } from '@octometer/testkit'
import { afterAll, beforeAll, expect } from 'vitest'
import { keys } from '../gateway.fixture.ts'
import { createGateway } from '../gateway.ts'
import { nameRow } from '../rows.fixture.ts'
import { encodeChange, type GivenAlert } from './alert-changes.fixture.ts'
import type { LiveLimits } from './live-route.ts'
import { readEventId } from './positions.ts'

export const origin = 'https://dashboard.example.org'

interface GivenDelivery {
  readonly event?: string
  readonly action?: string
  readonly repository?: { readonly id: number; readonly name: string } | null
  readonly sender?: string
}

export interface StreamUnderTest {
  readonly nats: () => TestNatsServer
  readonly log: () => EventLog
  readonly store: () => Store
  /** Appends one delivery as ingress does; gives its position. */
  append(given?: GivenDelivery): Promise<number>
  appendMany(count: number, given?: GivenDelivery): Promise<readonly number[]>
  /** Appends a change of an alert as alerter does; gives its position among the alerts. */
  appendAlert(given?: GivenAlert): Promise<number>
  /** Says that a repository bears a name, as the archive's projection does. */
  name(id: number, fullName: string, seenAt: string): Promise<void>
  /** Lets the log forget what lies before a position; gives the first one that it still holds. */
  trimUpTo(position: number): Promise<number>
  /** A gateway of its own over the same log and store. */
  serve(limits?: Partial<LiveLimits>): Promise<RunningServer>
}

/** A real log and store for all tests of a file, and gateways over them. */
export function streamForTests(): StreamUnderTest {
  const stack = new AsyncDisposableStack()
  const logger = createLogger({ service: 'test', level: 'silent' })
  let nats: TestNatsServer
  let log: EventLog
  let store: Store
  let appender: Appender
  let alerts: Appender
  beforeAll(async () => {
    nats = stack.use(await startNatsServer({ syncAlways: false }))
    const clickhouse = stack.use(await startClickHouse())
    log = stack.use(await connectLog({ url: nats.url, name: 'test', logger }))
    await ensureStreams(log, { maxBytes: { EVENTS: 2 ** 28, API_CALLS: 2 ** 24 } })
    store = stack.use(connectStore({ ...clickhouse, cluster: null, ca: null }))
    await migrate(store)
    appender = stack.use(createAppender(log, { stream: 'EVENTS', maxBatchesInFlight: 1 }))
    alerts = stack.use(createAppender(log, { stream: 'ALERTS', maxBatchesInFlight: 1 }))
  })
  afterAll(() => stack.disposeAsync())
  const append = async (given: GivenDelivery = {}) => (await appender.append(encode(given))).sequence
  return {
    nats: () => nats,
    log: () => log,
    store: () => store,
    append,
    appendMany: (count, given) => Promise.all(Array.from({ length: count }, () => append(given))),
    appendAlert: async (given = {}) =>
      (await alerts.append({ ...encodeChange(given), headers: {} })).sequence,
    async name(id, fullName, seenAt) {
      const archive = openGeneration(store, readModelOf('deliveries'), null, { timezone: 'UTC' })
      await archive.insert({ repository_names: [nameRow(id, fullName, seenAt)] })
    },
    trimUpTo: (position) => trimUpTo(log, position),
    async serve(live = {}) {
      const env = {
        OCTO_API_KEYS: Object.entries(keys)
          .map(([role, key]) => `${role}-key:${role}:${key}`)
          .join(','),
        OCTO_JWT_SECRET: 'a secret of thirty-two bytes at least',
        OCTO_CORS_ORIGINS: origin,
      }
      const { config } = loadConfig(env, ['server', 'access', 'answers'])
      const gateway = stack.use(createGateway({ config, store, log, logger, live }))
      const app = createApp({ service: 'gateway', logger, trustedProxies: [], health: gateway.health })
      gateway.mount(app)
      return stack.use(await listen(app, { host: '127.0.0.1', port: 0, logger }))
    },
  }
}

async function trimUpTo(log: EventLog, position: number): Promise<number> {
  await using reader = await openReader(log, { stream: 'EVENTS', consumer: 'trimmed' })
  let seen = 0
  while (seen < position - 1) {
    const maxMessages = Math.min(500, position - 1 - seen)
    const batch = await reader.nextBatch({ maxMessages, maxBytes: 2 ** 24, maxWaitMs: 1_000 })
    await batch.acknowledge()
    seen = batch.messages.at(-1)?.sequence ?? seen
  }
  const trimmer = createTrimmer(log, () => Date.now() + 86_400_000)
  const { firstSequenceAfter } = await trimmer.trim({
    stream: 'EVENTS',
    retentionMs: 1,
    consumers: ['trimmed'],
  })
  return firstSequenceAfter
}

function encode({ event = 'push', action, repository = acme, sender = 'mona' }: GivenDelivery) {
  const body = {
    ...(action === undefined ? {} : { action }),
    ...(repository === null
      ? {}
      : { repository: { id: repository.id, full_name: repository.name, name: 'x', owner: {} } }),
    sender: { login: sender },
  }
  const metadata = {
    guid: randomUUID(),
    event,
    hookId: '7',
    targetType: 'organization',
    targetId: '1',
    receivedAt: new Date(),
    contentType: 'application/json' as const,
    signature: null,
    source: 'webhook' as const,
  }
  const [owner = '', name = ''] = repository?.name.split('/') ?? []
  return {
    ...encodeDelivery(metadata, repository && { owner, name }),
    body: Buffer.from(JSON.stringify(body)),
  }
}

export const acme = { id: 1, name: 'acme/api' }

export interface SseClient extends Disposable {
  readonly response: IncomingMessage
  /** Every event so far. Heartbeats are comments, and not among them. */
  readonly events: readonly StreamEvent[]
  /** As a browser keeps it. */
  readonly lastEventId: () => string
  readonly text: () => string
  readonly hasEnded: () => boolean
  /** Positions of the deliveries so far. */
  ids(): readonly number[]
}

export interface ConnectOptions {
  readonly as?: string | null
  readonly lastEventId?: number | string
  readonly headers?: Readonly<Record<string, string>>
}

/** Opens the stream as a browser's EventSource would read it; with `paused` its bytes are not taken. */
export async function connectSse(
  url: string,
  query = '',
  { as = keys.viewer, lastEventId, headers = {} }: ConnectOptions = {},
): Promise<SseClient> {
  const request = get(`${url}/api/v1/stream${query}`, {
    headers: {
      ...headers,
      ...(as === null ? {} : { authorization: `Bearer ${as}` }),
      ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
    },
  })
  const [response]: IncomingMessage[] = await once(request, 'response')
  if (response === undefined) throw new Error('no response')
  const events: StreamEvent[] = []
  let [id, text, rest, hasEnded] = ['', '', '', false]
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      id = /^id: (.+)$/m.exec(block)?.[1] ?? id
      const data = /^data: (.+)$/m.exec(block)?.[1]
      if (data !== undefined) events.push(streamEvent.parse(JSON.parse(data)))
    }
  })
  response
    .on('error', () => request.destroy())
    .on('close', () => {
      hasEnded = true
    })
  return {
    response,
    events,
    lastEventId: () => id,
    text: () => text,
    hasEnded: () => hasEnded,
    ids: () => deliveriesIn(events),
    [Symbol.dispose]: () => void request.destroy(),
  }
}

export function deliveriesIn(events: readonly StreamEvent[]): readonly number[] {
  return events.flatMap((event) =>
    event.kind === 'delivery' ? [readEventId(String(event.id))?.delivery ?? -1] : [],
  )
}

/** Waits until the stream has begun, so that what is appended now is live for it. */
export async function begun(client: SseClient): Promise<SseClient> {
  await expect.poll(() => client.text()).toContain('retry:')
  return client
}
