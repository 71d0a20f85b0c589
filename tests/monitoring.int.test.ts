import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { startAlerter } from '@octometer/alerter'
import { loadConfig } from '@octometer/config'
import { createLogger } from '@octometer/telemetry'
import { genuinePayload } from '@octometer/testkit'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type AgentSystem, startAgentSystem, watchPayload } from './support/agent-system.ts'
import { askStore } from './support/ask-store.ts'

const now = Date.now()
const start = new Date(now - 12 * 3_600_000)
const { full_name, default_branch: branch } = watchPayload.repository

let agents: AgentSystem
let stack: AsyncDisposableStack

beforeEach(async () => {
  stack = new AsyncDisposableStack()
  agents = stack.use(
    await startAgentSystem({
      ...{ natsServerBin: inject('natsServerBin'), start, end: new Date(now) },
      projections: ['deliveries', 'alerts', 'alert-rules', 'checks'],
    }),
  )
  const { config } = loadConfig({ OCTO_ALERT_DIGEST: 'off' }, ['alerts', 'server'])
  const { log, store } = agents.system
  const logger = createLogger({ service: 'alerter', level: 'silent' })
  stack.use(startAlerter({ config, log, store, logger, leaseMs: 1_000 }))
})

afterEach(() => stack.disposeAsync())

const patient = { timeout: 30_000, interval: 100 }

/** What it looks at while GitHub's clock goes on, a minute at a time. */
const meanwhile =
  <T>(look: () => T | Promise<T>) =>
  async () => {
    await agents.github.clock.advance(60_000)
    return look()
  }

type Fields = Readonly<Record<string, unknown>>

async function alerts(rule: string): Promise<readonly Fields[]> {
  const { body } = await agents.gateway.ask(`/api/v1/alerts?rule=${rule}`)
  return (body.data ?? []) as Fields[]
}

async function checks(): Promise<readonly Fields[]> {
  const { body } = await agents.gateway.ask('/api/v1/health-checks')
  return (body.data ?? []) as Fields[]
}

/** A server whose answer can be changed, and what it was sent. */
async function startWatched() {
  const seen: { url: string | undefined; authorization: string | undefined }[] = []
  const answer = { status: 200 }
  const server = createServer((request, response) => {
    seen.push({ url: request.url, authorization: request.headers.authorization })
    if (request.url === '/moved') response.setHeader('location', '/elsewhere')
    response.statusCode = request.url === '/moved' ? 302 : answer.status
    response.end('fine')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  stack.defer(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { host: `127.0.0.1:${port}`, seen, answer }
}

test('watched addresses are looked at every poll; one that fails twice is one alert, until it is back', async () => {
  const { host, seen, answer } = await startWatched()
  const password = randomBytes(12).toString('hex')
  const urls = [`http://monitor:${password}@${host}/health?key=${password}`, `http://${host}/moved`]
  await using _leader = agents.startAgent(
    { OCTO_HEALTH_URLS: urls.join(), OCTO_HEALTH_ALLOWED_HOSTS: '127.0.0.1' },
    ['monitoring'],
  )
  const healthy = { address: `http://${host}/health`, healthy: true, status: 200, reason: null }
  await expect.poll(checks, patient).toMatchObject([
    { ...healthy, latency_ms: expect.any(Number), since: start.toISOString(), looks: 1 },
    { healthy: false, status: 302, reason: expect.stringContaining('redirects are not followed') },
  ])
  answer.status = 503
  const moved = { subject: `http://${host}/moved`, state: 'open', severity: 'high', count: 1 }
  const of = (path: string) => async () =>
    (await alerts('address-failing')).find(({ title }) => String(title).includes(path))
  await expect.poll(meanwhile(of('/moved')), patient).toMatchObject(moved)
  const open = { state: 'open', count: 1, repository: null }
  await expect.poll(meanwhile(of('/health')), patient).toMatchObject(open)
  const looks = seen.length
  await expect
    .poll(
      meanwhile(() => seen.length),
      patient,
    )
    .toBeGreaterThanOrEqual(looks + 4)
  const looksOfHealth = async () => Number((await checks())[0]?.looks)
  await expect.poll(looksOfHealth, patient).toBeGreaterThanOrEqual(3)
  expect((await checks())[0]).toMatchObject({ healthy: false, status: 503, reason: 'it answered 503' })
  answer.status = 200
  await expect.poll(meanwhile(of('/health')), patient).toMatchObject({ state: 'resolved', count: 1 })
  expect(await of('/moved')()).toMatchObject(moved)

  expect(new Set(seen.map(({ url }) => url))).toEqual(new Set([`/health?key=${password}`, '/moved']))
  const basic = `Basic ${Buffer.from(`monitor:${password}`).toString('base64')}`
  expect(seen.find(({ url }) => url !== '/moved')?.authorization).toBe(basic)
  const archived = () =>
    askStore(agents.system.access, "SELECT body FROM snapshots WHERE type = 'health_check'")
  await expect.poll(async () => (await archived()).length, patient).toBeGreaterThanOrEqual(6)
  const told = JSON.stringify([await archived(), await checks(), await alerts('address-failing')])
  expect(told).not.toContain(password)
  expect(told).not.toContain(basic)
})

/** A run of a workflow on the default branch, as GitHub has it from then on. */
function run(id: number, conclusion: string | null, second: number): void {
  const begun = start.getTime() - 600_000 + id * 1000
  const timeOf = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z/, 'Z')
  const at = timeOf(begun)
  const genuine = JSON.parse(JSON.stringify(genuinePayload('workflow_run', 0)))
  const its = {
    id,
    workflow_id: 9,
    name: 'CI',
    run_attempt: 1,
    event: 'push',
    head_branch: branch,
    head_sha: HEAD,
  }
  const ended = { status: conclusion === null ? 'in_progress' : 'completed', conclusion }
  const repository = watchPayload.repository
  const times = { created_at: at, updated_at: timeOf(begun + second * 1000), run_started_at: at }
  agents.github.apply({
    event: 'workflow_run',
    payload: {
      ...{ ...genuine, action: conclusion === null ? 'in_progress' : 'completed', repository },
      workflow_run: {
        ...genuine.workflow_run,
        ...its,
        ...ended,
        ...times,
        head_repository: repository,
        repository,
      },
    },
  })
}

const HEAD = 'e'.repeat(40)

function commit(): void {
  const timestamp = new Date(start.getTime() - 700_000).toISOString()
  const pushed = { id: HEAD, message: 'Build', timestamp, added: [], modified: [], removed: [] }
  const payload = { ref: `refs/heads/${branch}`, before: '0'.repeat(40), after: HEAD, commits: [pushed] }
  const repository = { ...watchPayload.repository, pushed_at: Date.parse(timestamp) / 1000 }
  agents.github.apply({ event: 'push', payload: { ...genuinePayload('push', 4), ...payload, repository } })
}

test('a newest run that failed is an alert although nobody delivered it, and over when the next one passes', async () => {
  commit()
  run(71, 'failure', 1)
  await using _leader = agents.startAgent({}, ['monitoring'])
  const build = {
    rule: 'build-failure',
    repository: full_name,
    subject: expect.stringMatching(/:workflow:9$/),
  }
  await expect
    .poll(() => alerts('build-failure'), patient)
    .toMatchObject([{ ...build, state: 'open', count: 1 }])
  const reads = () =>
    agents.github.requests.filter(({ path }) => /actions\/runs|check-suites/.test(path)).length
  const polls = () => agents.github.requests.filter(({ path }) => path === '/graphql').length
  const polled = polls()
  await expect.poll(meanwhile(polls), patient).toBeGreaterThanOrEqual(polled + 2)
  // While GitHub says the same nothing is read: a point for all repositories, and the list of them.
  expect(reads()).toBe(2)
  run(72, null, 2)
  await expect.poll(meanwhile(reads), patient).toBe(4)
  run(72, 'success', 3)
  const over = [{ state: 'resolved', count: 1 }]
  await expect
    .poll(
      meanwhile(() => alerts('build-failure')),
      patient,
    )
    .toMatchObject(over)
  expect(reads()).toBe(6)
  const completed = async () => (await agents.gateway.ask('/api/v1/workflows?status=completed')).body.data
  await expect.poll(completed, patient).toMatchObject([{ id: 72 }, { id: 71 }])
})
