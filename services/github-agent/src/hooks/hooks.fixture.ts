import { randomBytes } from 'node:crypto'
import { type Environment, loadConfig } from '@octometer/config'
import type { HookSnapshot, Snapshot } from '@octometer/event-contracts'
import { type Bucket, connectLog, type EventLog, ensureStreams, openBucket } from '@octometer/event-log'
import { createLogger } from '@octometer/telemetry'
import {
  type GitHubSimulator,
  genuinePayload,
  startGitHubSimulator,
  startNatsServer,
} from '@octometer/testkit'
import { type AgentAppender, createAgentAppender } from '../append.ts'
import { createClients } from '../github/clients.ts'
import { HookBook } from './hook-book.ts'
import type { ConfigManager } from './manage-configs.ts'

export const WEBHOOK_URL = 'https://octometer.example/webhooks/github'
export const WEBHOOK_SECRET = randomBytes(16).toString('hex')

/** A repository of GitHub's own examples. */
const watch = JSON.parse(JSON.stringify(genuinePayload('watch', 0)))
export const REPOSITORY: { readonly id: number; readonly full_name: string } = watch.repository

export interface HooksUnderTest extends AsyncDisposable {
  readonly github: GitHubSimulator
  readonly log: EventLog
  readonly bucket: Bucket
  readonly appender: AgentAppender
  /** Every line that was logged. */
  readonly lines: readonly string[]
  /** What was appended of hooks. */
  readonly told: readonly HookSnapshot[]
  /** An agent's part, as if it had just been started. */
  manager(env?: Environment): ConfigManager
}

/** A simulated GitHub with one repository, and a log. */
export async function startHooks(): Promise<HooksUnderTest> {
  const stack = new AsyncDisposableStack()
  const github = stack.use(await startGitHubSimulator({ flowing: true }))
  github.apply({ event: 'watch', payload: watch })
  const nats = stack.use(await startNatsServer())
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  const logger = createLogger({ service: 'test', level: 'debug', destination })
  const log = stack.use(await connectLog({ url: nats.url, name: 'test', logger }))
  await ensureStreams(log, { maxBytes: { EVENTS: 2 ** 26, API_CALLS: 2 ** 24 } })
  const appender = stack.use(createAgentAppender(log, logger))
  const bucket = await openBucket(log, 'hook_configs')
  const told: HookSnapshot[] = []
  const environment = {
    OCTO_WEBHOOK_SECRETS: WEBHOOK_SECRET,
    OCTO_GITHUB_API_URL: github.url,
    OCTO_GITHUB_TOKEN: github.credentials.createToken(),
    OCTO_REPOSITORIES: REPOSITORY.full_name,
    OCTO_WEBHOOK_URL: WEBHOOK_URL,
    OCTO_ENCRYPTION_KEY: Buffer.alloc(32, 5).toString('base64'),
  }
  return {
    ...{ github, log, bucket, appender, lines, told },
    manager(env = {}) {
      const { config } = loadConfig({ ...environment, ...env }, ['server', 'receiving', 'github'])
      const { clock } = github
      const clients = stack.use(
        createClients({
          config: config.github,
          apiUrl: github.url,
          logger,
          clock,
          sleep: clock.sleep,
          onCall: appender.call,
        }),
      )
      return {
        clients,
        book: new HookBook(bucket, config.server.encryptionKey),
        config,
        appender: { snapshot: async (snapshot: Snapshot) => void told.push(...hookIn(snapshot)) },
        now: () => new Date(clock.now()),
        // Nobody signs anything meanwhile.
        sleep: async () => undefined,
      }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

function hookIn(snapshot: Snapshot): readonly HookSnapshot[] {
  return snapshot.type === 'hook' ? [snapshot] : []
}
