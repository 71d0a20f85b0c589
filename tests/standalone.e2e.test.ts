import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { genuineDeliveries } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest'
import { asRequest } from './support/run-workload.ts'
import { createSender } from './support/send.ts'
import { endProcess, runStandaloneToItsEnd, startStandaloneProcess } from './support/standalone-process.ts'

const cli = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url))
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

/** As a person calls it; what it wrote to both, and how it ended. */
async function octometer(...args: readonly string[]) {
  const child = spawn(process.execPath, [cli, ...args], { env: { PATH: process.env.PATH ?? '', ...env } })
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { code, said: out + errors }
}

/** What the alerter and github-agent answer of what they keep, once they work. */
async function askKept(url: string, key: string) {
  const kept = ['keys', 'alert-rules', 'forwarding', 'hook-configs', 'health-checks']
  const ask = async (route: string) => {
    const answer = await fetch(`${url}/api/v1/${route}`, { headers: { 'x-api-key': key } })
    const { freshness: _, ...body } = (await answer.json()) as Record<string, unknown>
    return { route, status: answer.status, body }
  }
  return await vi.waitFor(
    async () => {
      const answers = await Promise.all(kept.map(ask))
      expect(answers.map(({ status }) => status)).not.toContain(503)
      return answers
    },
    { timeout: 30_000, interval: 250 },
  )
}

test('octometer backs up what runs, and puts it into an empty folder: keys, deliveries and all', async () => {
  const backup = join(folder, 'kept')
  const before = await startStandaloneProcess(env)
  onTestFinished(() => void before.process.kill('SIGKILL'))
  const { adminKey } = await credentials()
  await expect.poll(() => archived(before.sqlUrl), { timeout: 20_000 }).toBe(51)
  const issued = await fetch(`${before.url}/api/v1/keys`, {
    method: 'POST',
    headers: { 'x-api-key': adminKey, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'ci', role: 'viewer' }),
  })
  expect(issued.status).toBe(201)
  const kept = await askKept(before.url, adminKey)
  expect(await octometer('migrate', '--status')).toMatchObject({
    code: 0,
    said: expect.stringMatching(/✓ 0001_archive.*Nothing is to be done/s),
  })
  const taken = await octometer('backup', backup)
  expect(taken).toMatchObject({ code: 0, said: expect.stringMatching(/✓ \S+kept.*messages? in .*rows in/s) })
  expect(await octometer('restore', backup)).toMatchObject({
    code: 6,
    said: expect.stringMatching(/an Octometer runs on .*: stop it, then restore/s),
  })
  await endProcess(before.process, 'SIGTERM')
  expect((await octometer('restore', backup)).said).toMatch(/there is something already.*--replace/s)

  await rm(join(folder, 'data'), { recursive: true })
  expect((await octometer('migrate', '--plan')).said).toMatch(/there is no Octometer in/)
  const restored = await octometer('restore', backup)
  expect(restored).toMatchObject({ code: 0, said: expect.stringMatching(/✓ Restored.*Start the services/s) })
  expect(taken.said + restored.said).not.toContain(adminKey)
  const after = await startStandaloneProcess(env)
  onTestFinished(() => void after.process.kill('SIGKILL'))
  expect((await credentials()).adminKey).toBe(adminKey)
  expect(await archived(after.sqlUrl)).toBe(51)
  expect(await askBySql(after.url, adminKey)).toMatchObject({ data: [{ deliveries: 51 }] })
  expect(await askKept(after.url, adminKey)).toEqual(kept)
  expect(await endProcess(after.process, 'SIGTERM')).toBe(0)
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
