import { expect, test } from 'vitest'
import { logChecks } from './doctor-log.ts'

test.each<[number, number | null, string]>([
  [79, 100, 'ok'],
  [80, 100, 'warn'],
  [95, 100, 'fail'],
  [1, null, 'warn'],
])('a stream of %s bytes of %s', (bytes, maxBytes, status) => {
  const checks = logChecks({ findings: [], streams: [{ stream: 'EVENTS', bytes, maxBytes }] })
  expect(checks.find(({ name }) => name === 'log.stream.EVENTS')?.status).toBe(status)
})

test('a finding says what is wrong and what to do, whatever stands in brackets', () => {
  const message =
    'stream EVENTS has discard old (wanted: new), max_age 5 (wanted: 0): change it or remove the stream'
  const [check] = logChecks({ findings: [{ code: 'stream_unsafe', message }], streams: [] })
  expect(check).toMatchObject({
    status: 'fail',
    summary: 'stream EVENTS has discard old (wanted: new), max_age 5 (wanted: 0).',
    advice: 'change it or remove the stream.',
  })
})
