import { randomUUID } from 'node:crypto'
// Its instruments are made with it.
import '@octometer/alerter'
import { type GitHubSimulator, startGitHubSimulator } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startAskedGateway } from './support/ask-gateway.ts'
import { askedFigures, read as readFigures } from './support/asked-figures.ts'
import { allCaughtUp } from './support/caught-up.ts'
import { startTestAgent } from './support/github-agent.ts'
import { sendEvents } from './support/send-events.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

// All services of a process answer one `/metrics`, as standalone does.
const stack = new AsyncDisposableStack()
let system: TestSystem
/** What was answered while everything ran: a service that has ended shows no state. */
let whileAllRan: string

beforeAll(async () => {
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  stack.use(await system.startProjectors())
})
afterAll(() => stack.disposeAsync())

/** The series of one metric, by its labels as they stand in the text. */
async function read(metric: string): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`${system.url}/metrics`)).text()
  const lines = text.matchAll(new RegExp(`^${metric}\\{(.*)\\} (\\S+)$`, 'gm'))
  return Object.fromEntries([...lines].map(([, labels, value]) => [labels, Number(value)]))
}

async function notZero(metric: string) {
  return Object.fromEntries(Object.entries(await read(metric)).filter(([, value]) => value !== 0))
}

test('seed 001: four of its metrics, by their names and labels, from 0 on', async () => {
  for (const [metric, labels] of [
    ['webhook_events_received_total', 'event_type="gollum",repository="all"'],
    ['webhook_events_processed_total', 'event_type="push"'],
    ['webhook_events_failed_total', 'event_type="push",error_type="undecodable"'],
    ['webhook_processing_duration_seconds_count', 'event_type="push"'],
  ] as const) {
    expect(await read(metric), metric).toHaveProperty([labels], 0)
    expect(await notZero(metric), metric).toEqual({})
  }

  const repository = { id: 1, full_name: 'acme/private', name: 'private' }
  const guid = randomUUID()
  await sendEvents(system, [
    { event: 'ping', payload: { zen: 'Keep it logically awesome.' }, guid },
    { event: 'ping', payload: { zen: 'Keep it logically awesome.' }, guid },
    { event: 'brand_new_event', payload: { repository } },
    { event: 'another_new_event', payload: { repository } },
    { event: 'push', payload: { repository, ref: 5 } },
  ])
  await allCaughtUp(system.log, system.store, AbortSignal.timeout(30_000))

  // A batch is counted once the log knows that it is done.
  await expect
    .poll(() => notZero('webhook_events_received_total'))
    .toEqual({
      'event_type="ping",repository="all"': 2,
      'event_type="other",repository="all"': 2,
      'event_type="push",repository="all"': 1,
    })
  // The log knew the second ping by its GUID.
  const archived = { 'event_type="ping"': 1, 'event_type="other"': 2, 'event_type="push"': 1 }
  await expect.poll(() => notZero('webhook_events_processed_total')).toEqual(archived)
  await expect.poll(() => notZero('webhook_processing_duration_seconds_count')).toEqual(archived)
  const failed = () => notZero('webhook_events_failed_total')
  await expect.poll(failed).toEqual({ 'event_type="push",error_type="failed"': expect.any(Number) })
})

/** Those of the agent, with labels as they stand from the start; of a limit nothing is known before GitHub told it. */
const ofAgent = {
  github_api_requests_total: 'endpoint="other",method="GET",status="200"',
  github_api_request_duration_seconds_count: 'endpoint="other",method="GET"',
  github_api_errors_total: 'endpoint="other",error_type="refused"',
  github_api_rate_limit_remaining: null,
  github_api_rate_limit_limit: null,
  cache_hits_total: 'cache_type="repository"',
  cache_misses_total: 'cache_type="repository"',
  repository_sync_total: 'repository="all",status="success"',
  repository_sync_duration_seconds_count: 'repository="all"',
} as const

async function syncOnce(github: GitHubSimulator): Promise<void> {
  await using gateway = await startAskedGateway(system, new Date(github.clock.now()))
  const ask = (path: string, asking = {}) => gateway.ask(`/api/v1/sync${path}`, { as: 'admin', ...asking })
  await expect.poll(async () => (await ask('/stats')).status, { timeout: 20_000 }).toBe(200)
  const { body } = await ask('', { body: { mode: 'full' } })
  await expect.poll(async () => (await ask(`/${body.id}`)).body.stage, { timeout: 30_000 }).toBe('completed')
  // Told twice, the second time from memory; and what is not there.
  for (const path of ['service-000', 'service-000', 'nothing'])
    await gateway.ask(`/api/v1/github/acme/${path}/info`)
  whileAllRan = await (await fetch(`${system.url}/metrics`)).text()
}

test('seed 001: the other nine, of calls, limits, caches and syncs, from 0 on', async () => {
  await using github = await startGitHubSimulator({ flowing: true })
  const times = { from: new Date('2025-12-01T00:00:00Z'), until: new Date('2026-01-01T00:00:00Z') }
  github.seed({ seed: 1, repositories: 2, issuesAndPullRequests: 4, ...times })
  for (const [metric, labels] of Object.entries(ofAgent)) {
    expect(await notZero(metric), metric).toEqual({})
    expect(await read(metric), metric).toEqual(
      labels === null ? {} : expect.objectContaining({ [labels]: 0 }),
    )
  }
  const environment = { OCTO_GITHUB_TOKEN: github.credentials.createToken(), OCTO_GITHUB_OWNER: 'acme' }
  await using _agent = startTestAgent(system, github, environment)
  await syncOnce(github)
  const info = '/repos/{owner}/{repo}'
  const told = Object.fromEntries(
    await Promise.all(Object.keys(ofAgent).map(async (metric) => [metric, await notZero(metric)] as const)),
  )
  expect(told).toMatchObject({
    github_api_requests_total: { [`endpoint="${info}",method="GET",status="200"`]: expect.any(Number) },
    github_api_request_duration_seconds_count: { [`endpoint="${info}",method="GET"`]: expect.any(Number) },
    github_api_errors_total: { [`endpoint="${info}",error_type="refused"`]: 1 },
    github_api_rate_limit_remaining: { 'resource_type="core"': expect.any(Number) },
    github_api_rate_limit_limit: { 'resource_type="core"': 5000, 'resource_type="graphql"': 5000 },
    cache_hits_total: { 'cache_type="repository"': expect.any(Number) },
    cache_misses_total: { 'cache_type="repository"': expect.any(Number) },
    repository_sync_total: { 'repository="all",status="success"': 2 },
    repository_sync_duration_seconds_count: { 'repository="all"': 2 },
  })
  expect(Object.keys(told).length + 4).toBe(13)
})

/** What Prometheus itself and NATS's exporter (https://github.com/nats-io/prometheus-nats-exporter) add. */
const ofOthers = new Map([
  ['up', []],
  ['jetstream_consumer_num_pending', ['consumer_name', 'stream_name']],
])
const ofPrometheus = ['le', 'job', 'instance', 'service']

/** The labels of each metric that somebody has scraped. */
function seriesOf(text: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const known = found.get(name) ?? new Set()
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label)
    found.set(name, known)
  }
  return found
}

test('the dashboards and alerts of deploy/observability ask for figures that the services show, by their labels', async () => {
  const shown = seriesOf(whileAllRan)
  for (const [name, labels] of ofOthers) shown.set(name, new Set(labels))
  const unknown = ({ where, metrics, labels }: ReturnType<typeof readFigures>) => {
    const known = new Set([...ofPrometheus, ...metrics.flatMap((metric) => [...(shown.get(metric) ?? [])])])
    return [
      ...metrics.filter((metric) => !shown.has(metric)),
      ...labels.filter((label) => !known.has(label)),
    ].map((name) => `${where}: ${name}`)
  }
  const asked = await askedFigures()
  expect(asked.length).toBeGreaterThan(25)
  expect(asked.flatMap(unknown)).toEqual([])
  const mistaken = 'sum by (cause) (rate(octo_ingress_deliverys_total{outcome="failed"}[5m])) / octo_lag > 0'
  expect(unknown(readFigures('mistaken', mistaken))).toEqual([
    'mistaken: octo_ingress_deliverys_total',
    'mistaken: octo_lag',
    'mistaken: cause',
    'mistaken: outcome',
  ])
})
