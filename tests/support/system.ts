import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '@octometer/config'
import { startEmbeddedClickHouse } from '@octometer/embedded-clickhouse'
import {
  type ApiCall,
  apiCallSubject,
  type Command,
  encodeCommand,
  encodeSnapshot,
  type Snapshot,
} from '@octometer/event-contracts'
import {
  type Appender,
  connectLog,
  createAppender,
  type EventLog,
  ensureStreams,
  type NatsServer,
  startNatsServer,
} from '@octometer/event-log'
import { createIngress } from '@octometer/ingress'
import { type ProjectorsDependencies, type ProjectorsService, startProjectors } from '@octometer/projectors'
import { connectStore, migrate, type Store } from '@octometer/read-store'
import { createApp, listen } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { copyKept } from '@octometer/testkit'
import type { StoreAccess } from './ask-store.ts'

export interface TestSystemOptions {
  readonly natsServerBin: string | null
  readonly duplicateWindowMs?: number
  readonly timezone?: string
  /** Nothing is in the store, not even read models: projectors that start build them. */
  readonly isNew?: boolean
}

/** Ingress, log and store of one test, each real. Projectors are started and stopped by the test. */
export interface TestSystem extends AsyncDisposable {
  readonly url: string
  /** With the credential that the log is connected with. */
  readonly natsUrl: string
  readonly secret: string
  /** Base64: what is sealed is sealed with it. */
  readonly encryptionKey: string
  readonly log: EventLog
  readonly store: Store
  readonly access: StoreAccess
  startProjectors(options?: Partial<ProjectorsDependencies>): Promise<ProjectorsService>
  appendApiCalls(calls: readonly ApiCall[]): Promise<void>
  appendCommand(command: Command): Promise<void>
  appendSnapshot(snapshot: Snapshot): Promise<void>
}

export const testSettings = {
  timezone: 'UTC',
  testCheckPattern: /\b(test|spec|e2e|integration|unit)s?\b/i,
  hotfixPattern: /\bhot-?fix/i,
}

const logger = createLogger({ service: 'test', level: 'error' })
const storeDir = (folder: string) => join(folder, 'clickhouse')

export async function startTestSystem(options: TestSystemOptions): Promise<TestSystem> {
  await using stack = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'octometer-test-'))
  stack.defer(() => rm(dir, { recursive: true, force: true }))
  const { natsServerBin, isNew = false } = options
  const timezone = options.timezone ?? 'UTC'
  if (!isNew)
    await copyKept(`store-${timezone.replace('/', '-')}`, storeDir(dir), fillWith(natsServerBin, timezone))
  const { nats, log, store, access } = await openStores(stack, dir, options)
  const secret = randomBytes(32).toString('hex')
  const encryptionKey = randomBytes(32).toString('base64')
  const { monitoringUrl } = nats
  const url = await serveIngress(stack, { log, secret, encryptionKey, dir, monitoringUrl })
  const apiCalls = stack.use(createAppender(log, { stream: 'API_CALLS' }))
  const commands = stack.use(createAppender(log, { stream: 'EVENTS' }))
  const owned = stack.move()
  return {
    url,
    natsUrl: nats.url,
    secret,
    encryptionKey,
    log,
    store,
    access,
    startProjectors: (more) => startProjectorsOver(log, store, timezone, more),
    appendApiCalls: (calls) => appendCalls(apiCalls, calls),
    appendCommand: async (command) => {
      const { stream, ...entry } = encodeCommand(command)
      await (stream === 'EVENTS' ? commands : apiCalls).append({ ...entry, headers: {} })
    },
    appendSnapshot: async (snapshot) => {
      await commands.append({ ...encodeSnapshot(snapshot), headers: {} })
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

interface Stores {
  readonly nats: NatsServer
  readonly log: EventLog
  readonly store: Store
  readonly access: StoreAccess
}

async function openStores(
  stack: AsyncDisposableStack,
  dir: string,
  { natsServerBin, duplicateWindowMs = 120_000 }: TestSystemOptions,
): Promise<Stores> {
  const nats = stack.use(
    await startNatsServer({ storeDir: join(dir, 'nats'), binary: natsServerBin, monitoring: true }),
  )
  const writer = { user: 'octometer', password: randomBytes(16).toString('hex') }
  const database = 'octometer'
  const clickhouse = stack.use(
    await startEmbeddedClickHouse({ dataDir: storeDir(dir), database, writer, logger }),
  )
  const access: StoreAccess = { url: clickhouse.url, ...writer, database }
  const log = stack.use(await connectLog({ url: nats.url, name: 'test', logger }))
  const maxBytes = { EVENTS: 2 * 1024 ** 3, API_CALLS: 1024 ** 3 }
  await ensureStreams(log, { maxBytes, duplicateWindowMs })
  const store = stack.use(connectStore({ ...access, cluster: null, ca: null }))
  await migrate(store)
  return { nats, log, store, access }
}

/** A store with every read model live and empty, which takes longer to make than the rest of a system. */
const fillWith = (natsServerBin: string | null, timezone: string) => async (folder: string) => {
  await using stack = new AsyncDisposableStack()
  const { log, store } = await openStores(stack, folder, { natsServerBin })
  stack.use(await startProjectorsOver(log, store, timezone))
  return storeDir(folder)
}

function startProjectorsOver(
  log: EventLog,
  store: Store,
  timezone: string,
  more: Partial<ProjectorsDependencies> = {},
): Promise<ProjectorsService> {
  const settings = { ...testSettings, timezone }
  return startProjectors('all', { log, store, logger, settings, now: () => new Date(), paceMs: 20, ...more })
}

interface IngressParts {
  readonly log: EventLog
  readonly secret: string
  readonly encryptionKey: string
  readonly dir: string
  readonly monitoringUrl: string | null
}

async function serveIngress(stack: AsyncDisposableStack, parts: IngressParts): Promise<string> {
  const { log, secret, encryptionKey, dir, monitoringUrl } = parts
  const { config } = loadConfig(
    {
      OCTO_WEBHOOK_SECRETS: secret,
      OCTO_ENCRYPTION_KEY: encryptionKey,
      OCTO_API_KEYS: `test:admin:${randomBytes(16).toString('hex')}`,
      OCTO_DATA_DIR: dir,
    },
    ['server', 'receiving', 'access'],
  )
  const ingress = stack.use(await createIngress({ config, log, logger, monitoringUrl }))
  const app = createApp({ service: 'test', logger, trustedProxies: [], health: ingress.health })
  ingress.mount(app)
  return stack.use(await listen(app, { host: '127.0.0.1', port: 0 })).url
}

async function appendCalls(appender: Appender, calls: readonly ApiCall[]): Promise<void> {
  const append = (call: ApiCall) =>
    appender.append({
      subject: apiCallSubject(call.resource),
      messageId: call.call_id,
      headers: {},
      body: Buffer.from(JSON.stringify(call)),
    })
  await Promise.all(calls.map(append))
}
