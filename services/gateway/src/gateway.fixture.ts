import { type Environment, loadConfig, shownSettings } from '@octometer/config'
import type { AuditEntry } from '@octometer/event-contracts'
import { type LogBounds, LogUnavailableError } from '@octometer/event-log'
import {
  connectSqlReader,
  connectStore,
  fillDeliveryCounts,
  markGeneration,
  migrate,
  openGeneration,
  openJournal,
  publishViews,
  type RowsByTable,
  readModelOf,
  readModels,
  type SqlReader,
  type Store,
} from '@octometer/read-store'
import { createApp, listen, type RunningServer } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { startFilledClickHouse, type TestClickHouse } from '@octometer/testkit'
import { SignJWT } from 'jose'
import { afterAll, beforeAll } from 'vitest'
import { exampleFailure, exampleReceiver } from './forwarding/forwarding-states.fixture.ts'
import { createGatewayOver } from './gateway.ts'
import type { CommandRequest, GatewayLog, ProjectionProgress } from './gateway-log.ts'
import { githubAnswers } from './github/github-answers.fixture.ts'
import { exampleSync } from './sync/example-sync.fixture.ts'

export const keys = { viewer: 'v'.repeat(20), operator: 'o'.repeat(20), admin: 'a'.repeat(20) }
const jwtSecret = 'a secret of thirty-two bytes at least'

interface Asked {
  readonly status: number
  readonly headers: Headers
  // What an answer holds is what each test says of it.
  readonly body: Readonly<Record<string, unknown>>
  readonly text: string
}

interface AskOptions {
  /** A key or token; the admin's key unless given, null for none. */
  readonly as?: string | null
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
}

/** The log as a test wants it: how far projections are, and what was appended. */
export class FakeLog implements GatewayLog {
  connected = true
  progress: ProjectionProgress | null = { acknowledged: 1_000_000, lagMessages: 0, lagSeconds: 0 }
  readonly commands: { readonly command: CommandRequest; readonly issuedBy: string }[] = []
  readonly audited: AuditEntry[] = []
  rebuild: GatewayLog['rebuild'] = async (projection) => ({ projection, generation: 'g2', state: 'started' })

  rebuilds: GatewayLog['rebuilds'] = async () => []

  health: GatewayLog['health'] = async () => ({
    findings: [],
    streams: [{ stream: 'EVENTS', bytes: 1, maxBytes: 1000 }],
  })

  testAlerts: GatewayLog['testAlerts'] = async () => ({ results: [] })

  receivers: GatewayLog['receivers'] = async () => ({ receivers: [exampleReceiver] })

  forwardingFailures: GatewayLog['forwardingFailures'] = async () => ({ failures: [exampleFailure] })

  github: GatewayLog['github'] = async ({ name }) => ({ outcome: 'answered', answer: githubAnswers[name] })

  sync: GatewayLog['sync'] = exampleSync

  keys: GatewayLog['keys'] = async () => {
    throw new LogUnavailableError('this log is none')
  }

  isConnected(): boolean {
    return this.connected
  }

  async progressOf(): Promise<ProjectionProgress | null> {
    return this.progress
  }

  async appendCommand(
    command: CommandRequest,
    issuedBy: string,
    commandId = '00000000-0000-4000-8000-000000000000',
  ) {
    this.commands.push({ command, issuedBy })
    return { commandId, receipt: { stream: 'EVENTS', sequence: this.commands.length, duplicate: false } }
  }

  appendAudit: GatewayLog['appendAudit'] = async (entry) => void this.audited.push(entry)

  async follow(): Promise<never> {
    throw new LogUnavailableError('this log is none')
  }

  async bounds(): Promise<LogBounds> {
    // All that it had is in the archive.
    return { firstSequence: 1_000_001, lastSequence: 1_000_000 }
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

export interface GatewayUnderTest {
  readonly log: FakeLog
  store(): Store
  /** Of ClickHouse. */
  storeUrl(): string
  url(): string
  ask(path: string, options?: AskOptions): Promise<Asked>
  /** Another gateway over the same store, with some settings changed. */
  serveWith(env: Environment): Promise<RunningServer>
  /** Inserts rows into the generation that is read, and recounts what they touch. */
  insert(projection: string, rows: RowsByTable): Promise<void>
  /** Inserts a file of one of ClickHouse's formats into a table. */
  insertFile(table: string, format: string, file: Buffer): Promise<void>
}

export interface GatewayTestOptions {
  readonly timezone?: string
  readonly now?: Date
  readonly env?: Environment
  /** The read models that exist; all of them unless given. */
  readonly built?: readonly string[]
}

const GENERATION = 'g1'

/** A gateway over a real engine and a log that does as it is told, for all tests of a file. */
export function gatewayForTests(options: GatewayTestOptions = {}): GatewayUnderTest {
  const { timezone = 'UTC' } = options
  const log = new FakeLog()
  let clickhouse: TestClickHouse
  let store: Store
  let sqlReader: SqlReader
  let server: RunningServer
  beforeAll(async () => {
    clickhouse = await startWithReadModels(options.built ?? readModels.map(({ projection }) => projection))
    store = connectStore({ ...clickhouse, cluster: null, ca: null })
    sqlReader = connectSqlReader({ ...clickhouse, ...clickhouse.reader, ca: null })
    server = await serve(store, sqlReader, log, options)
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await sqlReader[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
    await clickhouse[Symbol.asyncDispose]()
  })
  return {
    log,
    store: () => store,
    storeUrl: () => clickhouse.url,
    url: () => server.url,
    ask: (path, askOptions) => ask(`${server.url}${path}`, askOptions),
    serveWith: (env) => serve(store, sqlReader, log, { ...options, env: { ...options.env, ...env } }),
    insert: async (projection, rows) => {
      const model = readModelOf(projection)
      const generation = model.ddl === null ? null : GENERATION
      const tables = openGeneration(store, model, generation, { timezone })
      const all = withReceipts(rows)
      await tables.insert(all)
      await tables.recount(all)
    },
    insertFile: (table, format, file) =>
      insertFile(clickhouse, `INSERT INTO ${table} FORMAT ${format}`, file),
  }
}

/** The archive's attempts are kept by their GUIDs, too. */
function withReceipts(rows: RowsByTable): RowsByTable {
  if (rows.deliveries === undefined) return rows
  return {
    ...rows,
    delivery_receipts: rows.deliveries.map(({ guid, received_at, repository_id, event }) => ({
      guid,
      received_at,
      repository_id,
      event,
    })),
  }
}

async function insertFile(
  { url, user, password, database }: TestClickHouse,
  query: string,
  file: Buffer,
): Promise<void> {
  const answer = await fetch(`${url}/?${new URLSearchParams({ query, database })}`, {
    method: 'POST',
    headers: { 'x-clickhouse-user': user, 'x-clickhouse-key': password },
    body: new Uint8Array(file),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

function startWithReadModels(projections: readonly string[]): Promise<TestClickHouse> {
  return startFilledClickHouse(`gateway-${projections.join('-')}`, async (clickhouse) => {
    await using store = connectStore({ ...clickhouse, cluster: null, ca: null })
    await migrate(store)
    for (const projection of projections) await build(store, projection)
  })
}

/** Which timezone days are of is no part of a table: only a recount asks. */
async function build(store: Store, projection: string): Promise<void> {
  const model = readModelOf(projection)
  if (model.ddl === null) {
    await fillDeliveryCounts(store)
    return
  }
  await openGeneration(store, model, GENERATION, { timezone: 'UTC' }).create()
  await publishViews(store, model, GENERATION)
  const name = { projection, generation: GENERATION, code: 'c1' }
  await markGeneration(store, name, 'live', new Date('2026-01-01T00:00:00Z'))
}

function serve(
  store: Store,
  sqlReader: SqlReader,
  log: FakeLog,
  options: GatewayTestOptions,
): Promise<RunningServer> {
  const env = {
    OCTO_API_KEYS: Object.entries(keys)
      .map(([role, key]) => `${role}-key:${role}:${key}`)
      .join(','),
    OCTO_JWT_SECRET: jwtSecret,
    OCTO_TIMEZONE: options.timezone ?? 'UTC',
    ...options.env,
  }
  const groups = ['server', 'access', 'answers'] as const
  const { config } = loadConfig(env, groups)
  const settings = shownSettings(env, groups)
  const logger = createLogger({ service: 'gateway', level: 'silent' })
  const { now } = options
  const gateway = createGatewayOver(log, {
    ...{ config, store, sqlReader, logger, settings },
    ...(now && { now: () => now }),
  })
  const app = createApp({ service: 'gateway', logger, trustedProxies: [], health: gateway.health })
  gateway.mount(app)
  return listen(app, { host: '127.0.0.1', port: 0, logger })
}

async function ask(url: string, { as = keys.admin, method, headers = {}, body: sent }: AskOptions = {}) {
  const authorization = as === null ? {} : { authorization: `Bearer ${as}` }
  const json = sent === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(url, {
    method: method ?? (sent === undefined ? 'GET' : 'POST'),
    headers: { ...authorization, ...json, ...headers },
    ...(sent === undefined ? {} : { body: typeof sent === 'string' ? sent : JSON.stringify(sent) }),
  })
  const text = await response.text()
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '')
  const body = isJson && text !== '' ? JSON.parse(text) : {}
  return { status: response.status, headers: response.headers, text, body }
}

/** A viewer's token that shows these repositories only. */
export function tokenFor(repositories: readonly string[], role = 'viewer'): Promise<string> {
  return new SignJWT({ role, repositories: [...repositories] })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('somebody')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(jwtSecret))
}

/** Journals how messages ended, as projectors do. */
export async function journal(
  store: Store,
  ends: readonly {
    readonly message: string
    readonly projection: string
    readonly outcome: 'projected' | 'ignored' | 'rejected'
    readonly rows?: number
  }[],
): Promise<void> {
  const rank = { projected: 3, ignored: 2, rejected: 1 }
  await openJournal(store).writeOutcomes(
    ends.map(({ message, projection, outcome, rows = 0 }) => ({
      message_id: message,
      projection,
      generation: readModelOf(projection).ddl === null ? '' : GENERATION,
      result: { rank: rank[outcome], outcome, reason: outcome === 'projected' ? '' : `was ${outcome}`, rows },
    })),
  )
}
