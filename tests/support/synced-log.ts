import { loadConfig } from '@octometer/config'
import {
  type StoredMessage,
  type SyncMode,
  type SyncRun,
  type SyncRunsAnswer,
  syncRunsRequest,
  syncStartRequest,
} from '@octometer/event-contracts'
import { connectLog, ensureStreams, openReader, request } from '@octometer/event-log'
import { startAgent } from '@octometer/github-agent'
import { connectStore } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { type GitHubSimulator, startNatsServer } from '@octometer/testkit'
import { vi } from 'vitest'

const logger = createLogger({ service: 'test', level: 'error' })
const deadline = { deadlineMs: 10_000 }

/** A log of its own that github-agents sync into. */
export interface SyncedLog extends AsyncDisposable {
  /** What an agent in a process of its own is told. */
  readonly environment: Readonly<Record<string, string>>
  /** One in this process, on GitHub's clock. */
  startAgent(): AsyncDisposable
  /** To its end. */
  sync(mode: SyncMode): Promise<SyncRun>
  begin(mode: SyncMode): Promise<SyncRun>
  ended(run: SyncRun): Promise<SyncRun>
  /** Throws while no agent answers. */
  runs(): Promise<SyncRunsAnswer>
  /** Everything that is in it, in its order. */
  messages(): Promise<readonly StoredMessage[]>
}

export async function startSyncedLog(
  { url, clock }: GitHubSimulator,
  environment: Readonly<Record<string, string>>,
): Promise<SyncedLog> {
  await using stack = new AsyncDisposableStack()
  const nats = stack.use(await startNatsServer({ syncAlways: false }))
  const log = stack.use(await connectLog({ url: nats.url, name: 'test', logger }))
  await ensureStreams(log)
  // Nothing of a sync asks ClickHouse.
  const nowhere = { user: '', password: '', database: '', cluster: null, ca: null }
  const store = stack.use(connectStore({ url: 'http://127.0.0.1:1', ...nowhere }))
  const quiet = { OCTO_SYNC_SCHEDULE: 'off', OCTO_POLL_SECONDS: 'off', OCTO_WEBHOOK_SECRETS: 'unused' }
  const env = { OCTO_GITHUB_API_URL: url, ...quiet, ...environment }
  const { config } = loadConfig(env, ['server', 'receiving', 'github'])
  const runs = () => request(log, 'github-agent', 'sync_runs', syncRunsRequest, { ended: 20 }, deadline)
  const begin = async (mode: SyncMode) => {
    await vi.waitFor(runs, { timeout: 20_000 })
    const asked = { mode, repository: null, requested_by: 'test' }
    return (await request(log, 'github-agent', 'sync_start', syncStartRequest, asked, deadline)).run
  }
  const ended = ({ id }: SyncRun) => {
    const look = async () => {
      const found = (await runs()).ended.find((run) => run.id === id)
      if (found === undefined) throw new Error('the sync goes on')
      return found
    }
    return vi.waitFor(look, { timeout: 120_000, interval: 50 })
  }
  const owned = stack.move()
  return {
    ...{ runs, begin, ended },
    environment: { ...env, OCTO_NATS_URL: nats.url, OCTO_HTTP_PORT: '0' },
    startAgent: () =>
      startAgent({ config, log, store, logger, clock, sleep: clock.sleep, leaseMs: 1_000, only: ['sync'] }),
    sync: async (mode) => ended(await begin(mode)),
    async messages() {
      await using reader = await openReader(log, { stream: 'EVENTS', consumer: 'read-messages' })
      const found: StoredMessage[] = []
      for (;;) {
        const { messages } = await reader.nextBatch({ maxMessages: 500, maxBytes: 2 ** 24, maxWaitMs: 300 })
        found.push(...messages)
        if (messages.length === 0) break
      }
      await reader.remove()
      return found
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
