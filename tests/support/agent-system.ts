import { type Environment, loadConfig } from '@octometer/config'
import type { Leader } from '@octometer/event-log'
import { type AgentOptions, startAgent } from '@octometer/github-agent'
import { startProjectors } from '@octometer/projectors'
import { createLogger } from '@octometer/telemetry'
import { type GitHubSimulator, genuinePayload, startGitHubSimulator } from '@octometer/testkit'
import { type AskedGateway, startAskedGateway } from './ask-gateway.ts'
import { startTestSystem, type TestSystem, testSettings } from './system.ts'

const WEBHOOK_URL = 'https://octometer.example/webhooks/github'

/** Of a repository that a hook of ours stands on; nothing counts it. */
export const watchPayload = JSON.parse(JSON.stringify(genuinePayload('watch', 0)))

export interface AgentSystem extends AsyncDisposable {
  readonly system: TestSystem
  readonly github: GitHubSimulator
  readonly gateway: AskedGateway
  /** Of the hook to WEBHOOK_URL, for every event. */
  readonly hookId: number
  /** A github-agent on GitHub's clock, that looks after the payload's repository. */
  startAgent(env?: Environment, only?: AgentOptions['only']): Leader
}

export interface AgentSystemOptions {
  readonly natsServerBin: string | null
  /** Where GitHub's clock begins, and where the gateway's stands. */
  readonly start: Date
  readonly end: Date
  /** Of projections; the archive and the ledger unless given. */
  readonly projections?: readonly string[]
}

const logger = createLogger({ service: 'test', level: 'error' })

/** A simulated GitHub beside a log, a store, some projectors and a gateway. */
export async function startAgentSystem(options: AgentSystemOptions): Promise<AgentSystem> {
  const { natsServerBin, start, end, projections = ['deliveries', 'intake'] } = options
  await using stack = new AsyncDisposableStack()
  const system = stack.use(await startTestSystem({ natsServerBin }))
  const github = stack.use(await startGitHubSimulator({ start }))
  github.apply({ event: 'watch', payload: watchPayload })
  const { id, full_name } = watchPayload.repository
  const hook = github.addHook({ kind: 'repository', id }, { url: WEBHOOK_URL, events: ['*'] })
  const { log, store } = system
  const projecting = { log, store, logger, settings: testSettings, now: () => new Date(), paceMs: 50 }
  stack.use(await startProjectors(projections, projecting))
  const gateway = stack.use(await startAskedGateway(system, end))
  const token = github.credentials.createToken()
  const environment = {
    OCTO_WEBHOOK_SECRETS: 'unused',
    OCTO_GITHUB_API_URL: github.url,
    OCTO_GITHUB_TOKEN: token,
    OCTO_REPOSITORIES: full_name,
    OCTO_WEBHOOK_URL: WEBHOOK_URL,
  }
  const owned = stack.move()
  return {
    ...{ system, github, gateway, hookId: hook.id },
    startAgent(env = {}, only = undefined) {
      const { config } = loadConfig({ ...environment, ...env }, ['server', 'receiving', 'github'])
      const { clock } = github
      return startAgent({
        config,
        log,
        store,
        logger,
        clock,
        sleep: clock.sleep,
        leaseMs: 1_000,
        ...(only && { only }),
      })
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
