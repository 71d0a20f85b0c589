import { type Environment, loadConfig } from '@octometer/config'
import { startAgent } from '@octometer/github-agent'
import { createLogger } from '@octometer/telemetry'
import type { GitHubSimulator } from '@octometer/testkit'
import type { TestSystem } from './system.ts'

/** The agent over a test's log and store, with the simulated GitHub for GitHub and its clock for the time. */
export function startTestAgent(
  { log, store, secret, encryptionKey }: TestSystem,
  { url, clock }: GitHubSimulator,
  env: Environment,
): AsyncDisposable {
  const quiet = { OCTO_SYNC_SCHEDULE: 'off', OCTO_POLL_SECONDS: 'off' }
  const secrets = { OCTO_WEBHOOK_SECRETS: secret, OCTO_ENCRYPTION_KEY: encryptionKey }
  const environment = { OCTO_GITHUB_API_URL: url, ...secrets, ...quiet, ...env }
  const { config } = loadConfig(environment, ['server', 'receiving', 'github'])
  const logger = createLogger({ service: 'github-agent', level: 'error' })
  return startAgent({
    config,
    log,
    store,
    logger,
    leaseMs: 1_000,
    clock: { now: clock.now },
    sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
  })
}
