import { createLogger } from '@octometer/telemetry'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from './app.ts'
import type { HealthCheck } from './health.ts'
import { listen } from './server.ts'

async function startService(health: readonly HealthCheck[]): Promise<string> {
  const logger = createLogger({ service: 'probe', level: 'silent' })
  const app = createApp({ service: 'probe', logger, trustedProxies: [], health, healthDeadlineMs: 50 })
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(server.drain)
  return server.url
}

test('/livez answers whatever the parts do', async () => {
  const url = await startService([{ name: 'nats', check: () => Promise.reject(new Error('away')) }])
  const response = await fetch(`${url}/livez`)
  expect([response.status, await response.json()]).toEqual([200, { status: 'alive' }])
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test('/readyz is 200 with the parts when all are ready', async () => {
  const url = await startService([{ name: 'nats', check: () => undefined }])
  const response = await fetch(`${url}/readyz`)
  expect([response.status, await response.json()]).toEqual([
    200,
    { status: 'ready', parts: { nats: { ready: true } } },
  ])
})

test('/readyz is a 503 problem that names what is not ready and why, late parts among it', async () => {
  const url = await startService([
    { name: 'nats', check: () => undefined },
    { name: 'log', check: () => Promise.reject(new Error('sync_interval is 2m')) },
    { name: 'clickhouse', check: () => new Promise<void>(() => undefined) },
  ])
  const response = await fetch(`${url}/readyz`)
  expect(response.status).toBe(503)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toMatchObject({
    code: 'not_ready',
    detail: 'Not ready: log: sync_interval is 2m; clickhouse: no answer within 50 ms.',
    parts: {
      nats: { ready: true },
      log: { ready: false, reason: 'sync_interval is 2m' },
      clickhouse: { ready: false, reason: 'no answer within 50 ms' },
    },
  })
})

test('/metrics is Prometheus text', async () => {
  const url = await startService([])
  const response = await fetch(`${url}/metrics`)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(await response.text()).toMatch(/^process_resident_memory_bytes \d+$/m)
})

test('HEAD is answered without a body', async () => {
  const url = await startService([])
  const response = await fetch(`${url}/readyz`, { method: 'HEAD' })
  expect([response.status, await response.text()]).toEqual([200, ''])
})
