import { loadConfig } from '@octometer/config'
import { startAgent } from '@octometer/github-agent'
import { startProjectors } from '@octometer/projectors'
import { createLogger } from '@octometer/telemetry'
import { type GitHubSimulator, startGitHubSimulator } from '@octometer/testkit'
import { expect, inject, test } from 'vitest'
import { watchPayload } from './support/agent-system.ts'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { askStore } from './support/ask-store.ts'
import { sendRecorded } from './support/send-recorded.ts'
import { startTestSystem, type TestSystem, testSettings } from './support/system.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEBHOOK_URL = 'https://octometer.example/webhooks/github'
const MISSED = 200
const OUTAGE_MS = 30 * HOUR_MS
const logger = createLogger({ service: 'test', level: 'error' })
const projections = [
  'deliveries',
  'intake',
  'repositories',
  'pull-requests',
  'issues',
  'deployments',
  'checks',
]

/** An organisation with five repositories, and one more whose hook sent for a day and a night while nobody listened. */
async function afterOutage(): Promise<GitHubSimulator> {
  const github = await startGitHubSimulator({ flowing: true, start: new Date(Date.now() - OUTAGE_MS) })
  const range = { from: new Date(Date.now() - 90 * DAY_MS), until: new Date(Date.now() - OUTAGE_MS) }
  github.seed({ seed: 3, repositories: 5, issuesAndPullRequests: 300, commits: 40, ...range })
  github.apply({ event: 'watch', payload: watchPayload })
  const { id } = watchPayload.repository
  const hook = github.addHook({ kind: 'repository', id }, { url: WEBHOOK_URL, events: ['*'] })
  await sendRecorded(github, hook.id, { count: MISSED, overMs: OUTAGE_MS, status: null })
  github.setLatency(20)
  return github
}

/** Every part of the agent, on this machine's clock, which GitHub's has come to. */
function startAllParts({ log, store, secret }: TestSystem, github: GitHubSimulator): AsyncDisposable {
  const environment = {
    ...{ OCTO_GITHUB_API_URL: github.url, OCTO_GITHUB_TOKEN: github.credentials.createToken() },
    ...{ OCTO_GITHUB_OWNER: 'acme', OCTO_REPOSITORIES: watchPayload.repository.full_name },
    ...{ OCTO_WEBHOOK_URL: WEBHOOK_URL, OCTO_SETUP_HOOKS: 'true', OCTO_WEBHOOK_SECRETS: secret },
    ...{ OCTO_POLL_SECONDS: '10', OCTO_SYNC_SCHEDULE: '* * * * *' },
  }
  const { config } = loadConfig(environment, ['server', 'receiving', 'github'])
  return startAgent({ config, log, store, logger, leaseMs: 5_000 })
}

/** How far everything is, as the routes tell. */
async function stateOf(gateway: AskedGateway) {
  const ask = async (path: string) => Object((await gateway.ask(`/api/v1${path}`, { as: 'admin' })).body)
  const range = `since=${new Date(Date.now() - 3 * DAY_MS).toISOString()}&until=${new Date(Date.now() + HOUR_MS).toISOString()}`
  const { total } = await ask(`/intake?${range}`)
  const kinds: readonly { github: number; held: number }[] = (await ask('/sync/completeness')).data ?? []
  const hooks: readonly { owner: string; state: string }[] = (await ask('/hooks')).data ?? []
  return {
    ...{ recovered: total?.recovered ?? 0, completeness: total?.completeness ?? null },
    ...{ kinds: kinds.length, incomplete: kinds.filter(({ github, held }) => github !== held).length },
    hooks: hooks.map(({ owner, state }) => `${owner} ${state}`).sort(),
  }
}

test('recovery, sync and hooks work beside one another, with one token and a real clock', {
  timeout: 150_000,
}, async () => {
  await using system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  await using github = await afterOutage()
  const { log, store } = system
  const projecting = { log, store, logger, settings: testSettings, now: () => new Date(), paceMs: 50 }
  await using _projectors = await startProjectors(projections, projecting)
  await using gateway = await startAskedGateway(system, new Date(Date.now() + DAY_MS))
  await using _agent = startAllParts(system, github)
  const begin = async () =>
    (await gateway.ask('/api/v1/sync', { as: 'admin', body: { mode: 'full' } })).status
  // The schedule may have come first.
  await expect.poll(begin, { timeout: 20_000 }).toBeOneOf([202, 409])
  const state = () => stateOf(gateway)
  await expect.poll(state, { timeout: 120_000, interval: 500 }).toMatchObject({
    ...{ completeness: 1, kinds: 42, incomplete: 0 },
    hooks: [`${watchPayload.repository.full_name} present`, 'acme present'],
  })
  const stored = await askStore(
    system.access,
    "SELECT event, source, count() AS held FROM deliveries WHERE event = 'watch' GROUP BY event, source",
  )
  expect(stored).toEqual([{ event: 'watch', source: 'recovery', held: MISSED }])
  expect(github.sentWhilePaused).toEqual([])
})
