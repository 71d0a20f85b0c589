import { type Environment, loadConfig } from '@octometer/config'
import {
  decodeMessage,
  type Snapshot,
  type SyncMode,
  type SyncRun,
  type SyncRunsAnswer,
  syncCancelRequest,
  syncRunsRequest,
  syncStartRequest,
} from '@octometer/event-contracts'
import { connectLog, type EventLog, ensureStreams, openReader, request } from '@octometer/event-log'
import { connectStore } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import {
  type GitHubSimulator,
  type GitHubSimulatorOptions,
  startGitHubSimulator,
  startNatsServer,
} from '@octometer/testkit'
import { expect } from 'vitest'
import type { AgentWork } from '../agent-work.ts'
import { createAgentAppender } from '../append.ts'
import { createClients } from '../github/clients.ts'
import { syncPart } from './sync-part.ts'

const logger = createLogger({ service: 'test', level: 'silent' })

/** A simulated GitHub, a real log, and the part of the agent that syncs, as often as it is started. */
export interface SyncUnderTest extends AsyncDisposable {
  readonly github: GitHubSimulator
  readonly log: EventLog
  /** What an agent in a process of its own is told. */
  readonly environment: Environment
  /** Starts an agent's sync; disposal ends it as the end of its lease does. */
  agent(env?: Environment): Promise<AsyncDisposable>
  start(mode: SyncMode, repository?: string): Promise<SyncRun>
  runs(ended?: number): Promise<SyncRunsAnswer>
  cancel(id: string): Promise<SyncRun>
  /** As it ended. */
  ended(run: SyncRun): Promise<SyncRun>
  /** Every snapshot in the log, each id once, in their order. */
  snapshots(): Promise<readonly Snapshot[]>
  /** REST requests and points of GraphQL so far, and requests of both. */
  spent(): { readonly budget: number; readonly requests: number }
}

export async function startSyncTest(options: GitHubSimulatorOptions = {}): Promise<SyncUnderTest> {
  await using stack = new AsyncDisposableStack()
  const github = stack.use(await startGitHubSimulator({ flowing: true, ...options }))
  const nats = stack.use(await startNatsServer({ syncAlways: false }))
  const log = stack.use(await connectLog({ url: nats.url, name: 'test', logger }))
  await ensureStreams(log)
  const token = github.credentials.createToken()
  const environment = {
    OCTO_GITHUB_API_URL: github.url,
    OCTO_GITHUB_TOKEN: token,
    OCTO_GITHUB_OWNER: 'acme',
    OCTO_WEBHOOK_SECRETS: 'not asked for here',
    OCTO_SYNC_SCHEDULE: 'off',
    OCTO_POLL_SECONDS: 'off',
  }
  const agent = (env: Environment = {}) => startAgentPart(github, log, { ...environment, ...env })
  const runs = (ended = 100) => askRuns(log, ended)
  const owned = stack.move()
  return {
    github,
    log,
    environment: { ...environment, OCTO_NATS_URL: nats.url, OCTO_HTTP_PORT: '0' },
    agent,
    runs,
    async start(mode, repository) {
      const body = { mode, repository: repository ?? null, requested_by: 'test' }
      return (await request(log, 'github-agent', 'sync_start', syncStartRequest, body, deadline)).run
    },
    async cancel(id) {
      return (await request(log, 'github-agent', 'sync_cancel', syncCancelRequest, { id }, deadline)).run
    },
    async ended({ id }) {
      const found: SyncRun[] = []
      const look = async () => {
        found.push(...(await runs()).ended.filter((run) => run.id === id))
        return found.length
      }
      await expect.poll(look, { timeout: 120_000, interval: 50 }).toBeGreaterThan(0)
      const [run] = found
      if (run === undefined) throw new Error('the sync did not end')
      return run
    },
    snapshots: () => readSnapshots(log),
    spent: () => spentAt(github),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

const deadline = { deadlineMs: 10_000 }

function askRuns(log: EventLog, ended: number): Promise<SyncRunsAnswer> {
  return request(log, 'github-agent', 'sync_runs', syncRunsRequest, { ended }, deadline)
}

async function startAgentPart(
  github: GitHubSimulator,
  log: EventLog,
  env: Environment,
): Promise<AsyncDisposable> {
  const { config } = loadConfig(env, ['server', 'receiving', 'github'])
  const { clock } = github
  const sleep: AgentWork['sleep'] = (ms, signal) => clock.sleep(ms, signal)
  const appender = createAgentAppender(log, logger)
  const parts = { logger, clock, sleep, onCall: appender.call }
  const clients = createClients({ config: config.github, apiUrl: github.url, ...parts })
  // Nothing of a sync asks ClickHouse.
  const nowhere = { user: '', password: '', database: '', cluster: null, ca: null }
  const store = connectStore({ url: 'http://127.0.0.1:1', ...nowhere })
  const end = new AbortController()
  const running = syncPart({ config, log, store, logger, clock, sleep, clients, appender }, end.signal)
  await expect.poll(() => Promise.race([running, askRuns(log, 0).catch(() => null)])).not.toBeNull()
  return {
    async [Symbol.asyncDispose]() {
      end.abort(new Error('the agent ends'))
      await running
      clients[Symbol.dispose]()
      await appender[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

async function readSnapshots(log: EventLog): Promise<readonly Snapshot[]> {
  await using reader = await openReader(log, { stream: 'EVENTS', consumer: 'read-snapshots' })
  const found = new Map<string, Snapshot>()
  for (;;) {
    const batch = await reader.nextBatch({ maxMessages: 500, maxBytes: 2 ** 24, maxWaitMs: 300 })
    for (const message of batch.messages) {
      const decoded = decodeMessage(message)
      if (decoded.kind === 'snapshot') found.set(decoded.snapshot.snapshot_id, decoded.snapshot)
    }
    if (batch.messages.length === 0) break
  }
  await reader.remove()
  return [...found.values()]
}

function spentAt({ requests }: GitHubSimulator): { budget: number; requests: number } {
  const budget = requests.reduce((sum, { cost }) => sum + cost, 0)
  return { budget, requests: requests.length }
}
