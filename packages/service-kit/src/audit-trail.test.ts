import { createLogger } from '@octometer/telemetry'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type AuditedRequest, createAuditTrail, kindOf } from './audit-trail.ts'

const logger = createLogger({ service: 'test', level: 'silent' })

function refusal(about: Partial<AuditedRequest> = {}) {
  const nobody = { who: null, via: null, address: '192.0.2.1' }
  return { ...nobody, action: 'POST /api/v1/keys', parameters: {}, status: 401, ...about }
}

function trailWith(write: (request: AuditedRequest) => Promise<void>) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const trail = createAuditTrail({ write, logger })
  const refuse = (about?: Partial<AuditedRequest>) => {
    const request = refusal(about)
    trail.gather(request, kindOf(request))
  }
  return { trail, refuse }
}

test('the first of those refused alike is written at once, the others of its minute in one entry', async () => {
  const written: AuditedRequest[] = []
  const { refuse } = trailWith(async (request) => void written.push(request))
  for (let index = 0; index < 1000; index += 1) refuse()
  refuse({ status: 403, who: 'ci', via: 'key' })
  expect(written.map(({ count }) => count)).toEqual([1, 1])
  vi.advanceTimersByTime(60_000)
  expect(written.map(({ count, status }) => [count, status])).toEqual([
    [1, 401],
    [1, 403],
    [999, 401],
  ])
  refuse()
  expect(written.at(-1)).toEqual({ ...refusal(), count: 1 })
})

test('a flood from many addresses is a few entries, and every request of it is counted', async () => {
  const written: AuditedRequest[] = []
  const { trail, refuse } = trailWith(async (request) => void written.push(request))
  for (let index = 0; index < 5000; index += 1) refuse({ address: `198.51.${index % 250}.${index % 199}` })
  await trail[Symbol.asyncDispose]()
  expect(written.length).toBeLessThanOrEqual(41)
  expect(written.reduce((sum, { count }) => sum + count, 0)).toBe(5000)
  expect(written.at(-1)).toMatchObject({ action: '*', who: null, address: null })
})

test('one IPv6 network is one address', async () => {
  const written: AuditedRequest[] = []
  const { refuse } = trailWith(async (request) => void written.push(request))
  for (let index = 0; index < 50; index += 1) refuse({ address: `2001:db8::${index}` })
  expect(written).toHaveLength(1)
})

test('what cannot be written holds up nobody’s answer: the service’s own log tells it whole', async () => {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  const trail = createAuditTrail({
    write: () => Promise.reject(new Error('the log is away')),
    logger: createLogger({ service: 'test', level: 'error', destination }),
  })
  await trail.done({ ...refusal(), who: 'ci', via: 'key', status: 201 })
  expect(lines.join('')).toContain('the log is away')
  expect(lines.join('')).toContain('POST /api/v1/keys')
})
