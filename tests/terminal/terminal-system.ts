import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AlerterOptions, startAlerter } from '@octometer/alerter'
import { loadConfig } from '@octometer/config'
import { encodeAlertEvent } from '@octometer/event-contracts'
import { createAppender, type EventLog } from '@octometer/event-log'
import { startAgent } from '@octometer/github-agent'
import { serveRebuilds } from '@octometer/projectors'
import { createLogger } from '@octometer/telemetry'
import { alertOf, type GitHubSimulator, simulateWorkload, startGitHubSimulator } from '@octometer/testkit'
import { expect, vi } from 'vitest'
import { watchPayload } from '../support/agent-system.ts'
import { appendDeliveries } from '../support/append-deliveries.ts'
import { type AskedGateway, startAskedGateway } from '../support/ask-gateway.ts'
import { startTestSystem, type TestSystem } from '../support/system.ts'

export interface TerminalSystem extends AsyncDisposable {
  readonly system: TestSystem
  readonly gateway: AskedGateway
  readonly github: GitHubSimulator
  /** What `octometer` finds in its environment. */
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  /** A pull request that has been reviewed and merged. */
  readonly pull: string
}

const logger = createLogger({ service: 'test', level: 'silent' })
/** When everything is asked. */
const now = new Date('2026-03-02T12:00:00Z')
export const repository: string = watchPayload.repository.full_name
const patient = { timeout: 30_000, interval: 200 }
const WEBHOOK_URL = 'https://octometer.example/webhooks/github'
/** One for each width, so that each finds them as they were. */
export const letters = [1, 2, 3].map((n) => `0000000${n}-0000-4000-8000-000000000000`)

/** Four weeks of history, alerts, dead letters, a simulated GitHub and its agent, all asked at one fixed moment. */
export async function startTerminalSystem(natsServerBin: string | null): Promise<TerminalSystem> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'octometer-terminal-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const system = stack.use(await startTestSystem({ natsServerBin }))
  const projectors = stack.use(await system.startProjectors({ now: () => now }))
  stack.use(serveRebuilds(system.log, projectors, logger))
  const start = new Date(now.getTime() - 28 * 86_400_000)
  const { deliveries } = simulateWorkload({ seed: 11, deliveries: 600, start, days: 28 })
  const received = deliveries.filter(({ receivedAt }) => receivedAt < now)
  await appendDeliveries(system.log, [...received, ...letters.map(brokenIssue)])
  await appendAlerts(system.log)
  const github = stack.use(await startGitHubSimulator({ flowing: true, start: now }))
  github.seed({
    ...{ seed: 5, repositories: 2, issuesAndPullRequests: 20 },
    ...{ from: new Date('2025-10-01T00:00:00Z'), until: new Date('2026-01-05T07:00:00Z') },
  })
  github.apply({ event: 'watch', payload: watchPayload })
  stack.use(startAgentOf(system, github))
  const gateway = stack.use(await startAskedGateway(system, now))
  await connectRepository(gateway)
  await projectors.caughtUp()
  await writeFile(join(folder, 'watch.json'), JSON.stringify(watchPayload))
  await writeProfiles(folder, system.url)
  const { body } = await gateway.ask('/api/v1/pull-requests?state=merged&limit=1')
  const [merged] = body.data as readonly { readonly repository: string; readonly number: number }[]
  const owned = stack.move()
  return {
    ...{ system, gateway, github, folder },
    pull: merged === undefined ? '' : `${merged.repository}#${merged.number}`,
    env: {
      ...{ OCTO_URL: gateway.url, OCTO_API_KEY: gateway.keys.admin },
      OCTO_WEBHOOK_SECRETS: system.secret,
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** github-agent works once it has its lease; its hook is then there for every command that follows. */
async function connectRepository(gateway: AskedGateway): Promise<void> {
  const connect = () => gateway.ask('/api/v1/hooks/connect', { as: 'admin', body: { repository } })
  await vi.waitFor(async () => expect((await connect()).status).toBe(200), patient)
  const hooks = async () => (await gateway.ask('/api/v1/hooks')).body.data
  await vi.waitFor(async () => expect(await hooks()).toHaveLength(1), patient)
}

/** Ingress has an address of its own here. */
async function writeProfiles(folder: string, url: string): Promise<void> {
  const profiles = { current: null, profiles: { ingress: { url, key: null } } }
  await mkdir(join(folder, 'octometer'))
  await writeFile(join(folder, 'octometer', 'profiles.json'), JSON.stringify(profiles), { mode: 0o600 })
}

/** What no projection of issues can read. */
function brokenIssue(guid: string) {
  const { repository, sender } = watchPayload
  const payload = { action: 'opened', issue: { number: 'seven' }, repository, sender }
  return { guid, event: 'issues', receivedAt: new Date('2026-03-02T11:00:00Z'), payload }
}

async function appendAlerts(log: EventLog): Promise<void> {
  await using appender = createAppender(log, { stream: 'ALERTS' })
  const titles = [
    'Conflict in acme/api#1: both changed \u001b[31mthe lock file\u001b[0m',
    'Build of acme/web failed',
    '日本語の題名',
  ]
  for (const [index, title] of titles.entries()) {
    const at = `2026-03-02T0${index + 7}:00:00.000Z`
    const severity = (['critical', 'high', 'low'] as const)[index] ?? 'low'
    const alert = alertOf({
      ...{ alert_id: `a${index + 1}f0c0ffee00`, subject: `7:pull:${index}`, title, severity },
      ...{ opened_at: at, last_evidence_at: at },
    })
    await appender.append({ ...encodeAlertEvent({ type: 'opened', at, alert }), headers: {} })
  }
}

function startAgentOf({ log, store }: TestSystem, github: GitHubSimulator) {
  const { config } = loadConfig(
    {
      ...{ OCTO_WEBHOOK_SECRETS: 'unused', OCTO_GITHUB_API_URL: github.url, OCTO_WEBHOOK_URL: WEBHOOK_URL },
      ...{
        OCTO_GITHUB_TOKEN: github.credentials.createToken(),
        OCTO_GITHUB_OWNER: 'acme',
        OCTO_REPOSITORIES: repository,
      },
      ...{ OCTO_SYNC_SCHEDULE: 'off', OCTO_POLL_SECONDS: 'off' },
    },
    ['server', 'receiving', 'github'],
  )
  const { clock } = github
  // Without recovery, which would read the hook's log at some moment between two commands.
  const only = ['sync', 'hooks', 'identity', 'features'] as const
  return startAgent({ config, log, store, logger, clock, sleep: clock.sleep, leaseMs: 1_000, only })
}

/** An alerter with two receivers, of which one takes no test; ready when it answers. */
export async function startTerminalAlerter({ system, gateway }: TerminalSystem): Promise<AsyncDisposable> {
  const { config } = loadConfig({}, ['server', 'alerts'])
  const targets: AlerterOptions['targets'] = [
    { channel: 'slack', name: 'slack', takesDigest: false, send: async () => {} },
    {
      ...{ channel: 'webhooks', name: 'webhooks', takesDigest: false },
      send: async ({ kind }) => {
        if (kind === 'test') throw new Error('503 Service Unavailable')
      },
    },
  ]
  const alerter = startAlerter({
    config,
    log: system.log,
    store: system.store,
    logger,
    now: () => now,
    targets,
  })
  const test = () => gateway.ask('/api/v1/alerts/test', { as: 'admin', method: 'POST' })
  await vi.waitFor(async () => expect((await test()).status).toBe(200), patient)
  return alerter
}
