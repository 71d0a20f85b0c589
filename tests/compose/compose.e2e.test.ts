import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type CounterName,
  genuineCounters,
  genuineDeliveries,
  genuineDeliveryCount,
  simulateWorkload,
} from '@octometer/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { sendAll, sendPatiently } from './patient-sender.ts'
import { type ComposeProject, composeProject, freePorts, runProgram } from './project.ts'

// docker-compose.yml as it stands, its images built from this tree, with the embedded server in ClickHouse's place. Without a
// Docker engine it fails with the advice of tools/offline-base-images.sh. Two and a half minutes on two cores, of
// which the images take one; on a machine that has nothing yet three more.

const services = ['ingress', 'projectors', 'github-agent', 'alerter', 'gateway'] as const
const killed = ['nats', 'clickhouse', ...services, 'front-door'] as const
const everyService = [...killed, 'migrations'] as const
const workload = simulateWorkload({
  seed: 20_261_122,
  deliveries: 900,
  start: new Date('2024-05-06T00:00:00Z'),
  days: 28,
})
const patient = { timeout: 60_000, interval: 500 }
const name = `octometer-test-${process.pid}`

let secretsDir: string
let env: Record<string, string>
let project: ComposeProject
let url: string
let webhookSecret: string
let adminKey: string

beforeAll(async () => {
  const began = performance.now()
  await runProgram('tools/offline-base-images.sh', [])
  secretsDir = await mkdtemp(join(tmpdir(), 'octometer-compose-'))
  const [port = '', clickhouse = '', nats = ''] = await freePorts(3)
  const registry = (await runProgram('npm', ['config', 'get', 'registry'])).trim()
  env = {
    OCTO_SECRETS_DIR: secretsDir,
    OCTO_IMAGES: 'octometer-test',
    OCTO_VERSION: 'one',
    OCTO_PORT: port,
    OCTO_CLICKHOUSE_PORT: clickhouse,
    OCTO_NATS_PORT: nats,
    OCTO_ENV_FILE: '/dev/null',
    NPM_CONFIG_REGISTRY: registry,
  }
  url = `http://127.0.0.1:${port}`
  project = composeProject(name, env)
  await runProgram('deploy/prepare.sh', [], env)
  webhookSecret = await secret('webhook-secrets')
  adminKey = (await secret('api-keys')).split(':')[2] ?? ''
  await project.compose(['build'])
  const built = performance.now()
  await bringUp()
  told('images', built - began)
  told('start', performance.now() - built)
}, 900_000)

afterAll(async () => {
  await project?.compose(['down', '--volumes', '--timeout', '5'])
  await rm(secretsDir, { recursive: true, force: true })
  await runProgram('tools/offline-base-images.sh', ['stop'])
}, 120_000)

/** What does not come up says why in its log, which goes with it. */
async function bringUp(): Promise<void> {
  try {
    await project.compose(['up', '--detach'])
  } catch (cause) {
    const [states, logs] = [
      await project.compose(['ps', '--all']),
      await project.compose(['logs', '--tail', '30']),
    ]
    throw new Error(`docker compose up failed:\n${states}\n${logs}`, { cause })
  }
}

const secret = async (file: string) => (await readFile(join(secretsDir, file), 'utf8')).trim()
const told = (what: string, ms: number) =>
  process.stderr.write(`compose: ${what} ${(ms / 1e3).toFixed(1)} s\n`)

async function ask(path: string): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, {
    headers: { 'x-api-key': adminKey },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null)
  // While a part is coming back there is no answer, or one that says so.
  return answer?.ok ? answer.json() : null
}

async function counters(): Promise<Partial<Record<CounterName, number>>> {
  const answer = await ask('/api/v1/counters?window=all')
  return typeof answer === 'object' && answer !== null && 'counters' in answer && answer.counters !== null
    ? Object(answer.counters)
    : {}
}

/** Waits until the counters are so, and says what they were when they do not become it. */
async function counted(expected: Readonly<Record<string, number>>): Promise<void> {
  const deadline = performance.now() + 90_000
  let now = await counters()
  while (JSON.stringify(sorted(now)) !== JSON.stringify(sorted(expected)) && performance.now() < deadline) {
    await pause(500)
    now = await counters()
  }
  expect(now).toEqual(expected)
}

const sorted = (record: object) => Object.entries(record).sort(([a], [b]) => a.localeCompare(b))

/** All genuine payloads and so much of the workload. */
function bothCounters(): Record<string, number> {
  const { counters: simulated } = workload.expected
  return Object.fromEntries(
    Object.entries(genuineCounters).map(([counter, value]) => [
      counter,
      value + (Object.entries(simulated).find(([each]) => each === counter)?.[1] ?? 0),
    ]),
  )
}

/** How many deliveries the gateway finds in the archive. */
async function archived(): Promise<number | undefined> {
  const answer = await fetch(`${url}/api/v1/sql`, {
    method: 'POST',
    headers: { 'x-api-key': adminKey, 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'SELECT uniqExact(guid) AS deliveries FROM deliveries' }),
  })
  const { data } = z.object({ data: z.array(z.object({ deliveries: z.int() })) }).parse(await answer.json())
  return data[0]?.deliveries
}

test('the genuine payloads, sent through the front door to our path and to the seeds, are counted', async () => {
  const [first, second, third, fourth, ...rest] = genuineDeliveries()
  const paths = ['/api/monitor/webhook', '/api/v1/webhooks/github', '/metrics', '/api/webhooks/github']
  for (const [index, delivery] of [first, second, third, fourth].entries()) {
    if (delivery !== undefined) await sendPatiently(url, webhookSecret, delivery, paths[index])
  }
  await sendAll(url, webhookSecret, rest)
  await counted(genuineCounters)
  const scraped = await (await fetch(`${url}/metrics`)).text()
  expect(scraped).toContain('octo_gateway_')
  const page = await fetch(`${url}/dashboard/`)
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  // The archive is another projector's than the counters: either may be ahead.
  await vi.waitFor(async () => expect(await archived()).toBe(genuineDeliveryCount), patient)
}, 180_000)

interface Inspected {
  readonly State: { readonly Running: boolean; readonly Health?: { readonly Status: string } }
  readonly NetworkSettings: { readonly Ports: Record<string, readonly { readonly HostIp: string }[] | null> }
  readonly Config: {
    readonly User: string
    readonly Env: readonly string[]
    readonly Labels: Record<string, string>
  }
  readonly HostConfig: { readonly ReadonlyRootfs: boolean; readonly CapDrop: readonly string[] | null }
}

async function inspect(service: string): Promise<Inspected> {
  const [found] = JSON.parse(await runProgram('docker', ['inspect', await project.containerOf(service)]))
  return found
}

/** Docker asks every ten seconds. */
async function becomesHealthy(service: string): Promise<Inspected> {
  const deadline = performance.now() + 60_000
  let found = await inspect(service)
  while (found.State.Health?.Status !== 'healthy' && performance.now() < deadline) {
    await pause(500)
    found = await inspect(service)
  }
  expect(found.State.Health?.Status).toBe('healthy')
  return found
}

test.each(services)(
  '%s runs as nobody in particular, on a file system that it cannot write',
  async (service) => {
    const { Config, HostConfig } = await inspect(service)
    expect([Config.User, HostConfig.ReadonlyRootfs, HostConfig.CapDrop]).toEqual(['1000:1000', true, ['ALL']])
    expect(Config.Labels['org.opencontainers.image.title']).toBe(`octometer-${service}`)
    const container = await project.containerOf(service)
    const packages = await runProgram('docker', ['exec', container, 'ls', '/app/node_modules/.pnpm'])
    expect(packages).not.toMatch(/chdb|vitest|typescript@|vite@/)
  },
)

test.each(killed)('every part is healthy, and its port is on localhost or nowhere: %s', async (service) => {
  const { NetworkSettings } = await becomesHealthy(service)
  const published = Object.values(NetworkSettings.Ports).flatMap((ports) => ports ?? [])
  expect(published.map(({ HostIp }) => HostIp).filter((address) => address !== '127.0.0.1')).toEqual([])
})

async function secretValues(): Promise<string[]> {
  const files = await readdir(secretsDir)
  const texts = await Promise.all(files.filter((file) => !/\.(xml|conf|url)$/.test(file)).map(secret))
  return [...texts, adminKey].filter((text) => text.length >= 16)
}

test('no secret stands in an environment, an image or a log', async () => {
  const values = await secretValues()
  expect(values.length).toBeGreaterThan(12)
  const places = [await project.compose(['logs', '--no-color'])]
  for (const service of everyService) {
    places.push(await runProgram('docker', ['inspect', await project.containerOf(service)]))
  }
  for (const service of [...services, 'standalone']) {
    places.push(await runProgram('docker', ['history', '--no-trunc', `octometer-test/${service}:one`]))
  }
  const all = places.join('\n')
  expect(all.length).toBeGreaterThan(10_000)
  expect(values.filter((value) => all.includes(value))).toEqual([])
})

test('each container is killed while deliveries arrive, and comes back', async () => {
  const began = performance.now()
  const share = Math.floor(workload.deliveries.length / (killed.length + 1))
  for (const [index, service] of killed.entries()) {
    const sending = sendAll(url, webhookSecret, workload.deliveries.slice(index * share, (index + 1) * share))
    await project.kill(service)
    await project.start(service)
    await sending
    expect((await inspect(service)).State.Running).toBe(true)
  }
  told('kills', performance.now() - began)
}, 600_000)

test('the image of ingress is replaced by another version while deliveries arrive', async () => {
  const began = performance.now()
  const share = Math.floor(workload.deliveries.length / (killed.length + 1))
  const two = { OCTO_VERSION: 'two' }
  await project.compose(['build', 'ingress'], two)
  const sending = sendAll(url, webhookSecret, workload.deliveries.slice(killed.length * share))
  await project.compose(['up', '--detach', '--no-deps', '--wait', 'ingress'], two)
  await sending
  const { Config } = await inspect('ingress')
  expect(Config.Labels['org.opencontainers.image.version']).toBe('two')
  told('upgrade', performance.now() - began)
}, 300_000)

test('at the end every delivery is counted, each once, also when all are sent again', async () => {
  await counted(bothCounters())
  await sendAll(url, webhookSecret, workload.deliveries.slice(0, 100))
  await counted(bothCounters())
  expect(await ask('/api/v1/dead-letters')).toMatchObject({ data: [] })
}, 300_000)

test('no service was refused anything that it needs', async () => {
  const logs = await project.compose(['logs', '--no-color'])
  const refused = logs
    .split('\n')
    .filter((line) =>
      /Permissions Violation|NATS refused something|Not enough privileges|readonly mode/i.test(line),
    )
  expect(refused).toEqual([])
})
