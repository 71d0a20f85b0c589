import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { genuineDeliveries } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { asRequest } from './support/run-workload.ts'
import { createSender } from './support/send.ts'
import { endProcess, runStandaloneToItsEnd, startStandaloneProcess } from './support/standalone-process.ts'

let folder: string
let env: Record<string, string>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'octometer-standalone-'))
  env = { OCTO_DATA_DIR: join(folder, 'data'), OCTO_NATS_SERVER_BIN: inject('natsServerBin') ?? '' }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function credentials(): Promise<{ webhookSecret: string; adminKey: string }> {
  return JSON.parse(await readFile(join(folder, 'data', 'credentials.json'), 'utf8'))
}

async function archived(sqlUrl: string): Promise<number> {
  const answer = await fetch(`${sqlUrl}/?query=SELECT+uniqExact(guid)+FROM+deliveries`)
  return Number(await answer.text())
}

async function askBySql(url: string, adminKey: string): Promise<unknown> {
  const answer = await fetch(`${url}/api/v1/sql`, {
    method: 'POST',
    headers: { 'x-api-key': adminKey, 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'SELECT uniqExact(guid) AS deliveries FROM deliveries' }),
  })
  return answer.json()
}

/** On the one port: POST `/metrics` takes a delivery, GET is Prometheus of all services; seeds' paths stand beside ours. */
async function answersSeeds(url: string, secret: string): Promise<void> {
  const [delivery = { event: '', body: '' }] = genuineDeliveries()
  const signature = createHmac('sha256', secret).update(delivery.body).digest('hex')
  const posted = await fetch(`${url}/metrics`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': delivery.event,
      'x-github-delivery': '6f1f3c1e-54a4-4f6e-9a57-0e8c3f4f2b11',
      'x-hub-signature-256': `sha256=${signature}`,
    },
    body: delivery.body,
  })
  expect([posted.status, await posted.json()]).toMatchObject([200, { status: 'ok' }])
  const scraped = await (await fetch(`${url}/metrics`)).text()
  expect(scraped).toContain('octo_ingress_deliveries_total{outcome="accepted"}')
  expect(scraped).toContain('octo_gateway_')
  const health = await fetch(`${url}/webhooks/github/health`)
  expect(await health.json()).toMatchObject({ status: 'healthy' })
  const receiver = await fetch(`${url}/api/monitor/webhook`)
  expect([receiver.status, receiver.headers.get('allow')]).toEqual([405, 'POST'])
}

test("what was accepted before a kill -9 is there after the next start, and its folder is nobody else's", async () => {
  const first = await startStandaloneProcess(env)
  const { webhookSecret, adminKey } = await credentials()
  expect((await stat(join(folder, 'data', 'credentials.json'))).mode & 0o077).toBe(0)
  using sender = createSender(first.url, webhookSecret, 8)
  const answers = await sender.sendAll(genuineDeliveries().slice(0, 50).map(asRequest))
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(202))

  const refused = await runStandaloneToItsEnd(env)
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain(`in use by process ${first.pid}`)
  expect(refused.stderr).not.toContain('    at ')

  await endProcess(first.process, 'SIGKILL')
  const second = await startStandaloneProcess(env)
  await expect.poll(() => archived(second.sqlUrl), { timeout: 20_000 }).toBe(50)
  expect((await credentials()).adminKey).toBe(adminKey)
  const counters = await fetch(`${second.url}/api/v1/counters?window=all`, {
    headers: { 'x-api-key': adminKey },
  })
  expect(await counters.json()).toMatchObject({
    counters: { conflicts: 0 },
    freshness: { lag_seconds: expect.any(Number) },
  })
  expect((await fetch(`${second.url}/api/v1/counters?window=all`)).status).toBe(401)
  expect(await askBySql(second.url, adminKey)).toMatchObject({ data: [{ deliveries: 50 }] })
  await answersSeeds(second.url, webhookSecret)
  expect(await endProcess(second.process, 'SIGTERM')).toBe(0)
})

test('a wrong variable stops the start with its name, what it was and what it may be', async () => {
  const { code, stderr } = await runStandaloneToItsEnd({
    ...env,
    OCTO_RATE_LIMIT: 'many',
    OCTO_TIMEZONE: 'Mars/Base',
  })
  expect(code).toBe(1)
  expect(stderr).toMatch(/OCTO_RATE_LIMIT.*many.*whole number/)
  expect(stderr).toMatch(/OCTO_TIMEZONE.*Mars\/Base.*IANA/)
})

test('neither secret nor key reaches the output', async () => {
  const { webhookSecret, adminKey } = await credentials()
  const { stderr } = await runStandaloneToItsEnd({
    ...env,
    OCTO_WEBHOOK_SECRETS: webhookSecret,
    OCTO_API_KEYS: `a:king:${adminKey}`,
  })
  expect(stderr).toContain('OCTO_API_KEYS')
  expect(stderr).not.toContain(adminKey)
  expect(stderr).not.toContain(webhookSecret)
})
