import { loadConfig } from '@octometer/config'
import { startAgent } from '@octometer/github-agent'
import { startProjectors } from '@octometer/projectors'
import { createLogger } from '@octometer/telemetry'
import { type GitHubSimulator, genuinePayload, startGitHubSimulator } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { startTestSystem, testSettings } from './support/system.ts'

const watch = JSON.parse(JSON.stringify(genuinePayload('watch', 0)))
const issue = JSON.parse(JSON.stringify(genuinePayload('issues', 0)))
const first = watch.repository
const second = { ...first, id: first.id + 1, name: 'second', full_name: `${first.owner.login}/second` }
const PULL_URL = 'https://octometer.invalid/webhooks/github'
const MINUTE_MS = 60_000

let stack: AsyncDisposableStack
let github: GitHubSimulator
let gateway: AskedGateway

/** A token and the name of a repository are all that it is given: there is an ingress, and no way to it. */
beforeAll(async () => {
  stack = new AsyncDisposableStack()
  const system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  github = stack.use(await startGitHubSimulator({ flowing: true, start: new Date() }))
  for (const repository of [first, second])
    github.apply({ event: 'watch', payload: { ...watch, repository } })
  const logger = createLogger({ service: 'test', level: 'error' })
  const { log, store } = system
  const projecting = { log, store, logger, settings: testSettings, now: () => new Date(), paceMs: 50 }
  stack.use(await startProjectors(['deliveries', 'intake', 'counters'], projecting))
  const environment = {
    OCTO_GITHUB_API_URL: github.url,
    OCTO_GITHUB_TOKEN: github.credentials.createToken(),
    OCTO_REPOSITORIES: first.full_name,
    OCTO_WEBHOOK_SECRETS: system.secret,
    OCTO_SYNC_SCHEDULE: 'off',
    OCTO_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  }
  const { config } = loadConfig(environment, ['server', 'receiving', 'github'])
  const { clock } = github
  stack.use(startAgent({ config, log, store, logger, clock, sleep: clock.sleep }))
  gateway = stack.use(await startAskedGateway(system, new Date(Date.now() + 10 * MINUTE_MS)))
}, 60_000)

afterAll(() => stack.disposeAsync())

interface Told {
  readonly guid: string
  readonly event: string
  readonly source: string
}

async function deliveriesOf(repository: string): Promise<readonly Told[]> {
  const { body } = await gateway.ask(`/api/v1/deliveries?repository=${repository}`)
  return Object(body).data ?? []
}

/** Until a repository's deliveries are held, while GitHub's clock goes on by the minute. */
async function pulled(repository: string, ...events: readonly string[]): Promise<readonly Told[]> {
  await vi.waitFor(
    async () => {
      await github.clock.advance(MINUTE_MS)
      const held = await deliveriesOf(repository)
      expect(held.map(({ event }) => event).sort()).toEqual([...events].sort())
    },
    { timeout: 40_000, interval: 1_000 },
  )
  return deliveriesOf(repository)
}

async function hooks(): Promise<readonly Record<string, unknown>[]> {
  return Object((await gateway.ask('/api/v1/hooks')).body).data ?? []
}

test('with a token alone a hook is made and its deliveries are read from its log, though nobody can reach us', async () => {
  const hookIds = () =>
    github.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/hooks'))
  await vi.waitFor(() => expect(hookIds()).toHaveLength(1), { timeout: 20_000, interval: 100 })
  const opened = { ...issue, action: 'opened', repository: first }
  await github.publish({ event: 'issues', payload: opened })
  const held = await pulled(first.full_name, 'ping', 'issues')
  expect(held.map(({ source }) => source)).toEqual(['recovery', 'recovery'])
  // The archive holds a delivery before or after the counters count it.
  const counters = async () =>
    Object((await gateway.ask(`/api/v1/counters?window=all&repository=${first.full_name}`)).body).counters
  await expect.poll(counters, { timeout: 20_000 }).toMatchObject({ issues_opened: 1 })
  await vi.waitFor(
    async () =>
      expect(await hooks()).toMatchObject([
        {
          owner: first.full_name,
          mode: 'pull',
          condition: 'ok',
          state: 'present',
          last_codes: [0, 0],
          expected: 2,
          held: 2,
        },
      ]),
    { timeout: 20_000, interval: 200 },
  )
})

test('POST /api/v1/hooks/connect sets up a repository and answers with its first delivery; others follow', async () => {
  const connect = (repository: string) =>
    gateway.ask('/api/v1/hooks/connect', { as: 'admin', body: { repository } })
  const { status, body } = await connect(second.full_name)
  expect([status, body]).toMatchObject([
    200,
    {
      owner: { kind: 'repository', name: second.full_name },
      ...{ mode: 'pull', outcome: 'created' },
      first_delivery: { event: 'ping', status_code: 0, pulled: true },
    },
  ])
  const hookId = Number(Object(body).hook_id)
  await github.publish({ event: 'issues', payload: { ...issue, action: 'opened', repository: second } })
  const held = await pulled(second.full_name, 'ping', 'issues')
  expect(new Set(held.map(({ guid }) => guid)).size).toBe(2)
  // Every attempt of GitHub's went to a name that is nobody's.
  const attempts = github.deliveriesOf(hookId)
  expect(attempts.map(({ url, statusCode }) => [url, statusCode])).toEqual([
    [PULL_URL, 0],
    [PULL_URL, 0],
  ])
  expect((await connect('nobody/nothing')).status).toBe(404)
})
