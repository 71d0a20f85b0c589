import { JetStreamApiError } from '@nats-io/jetstream'
import { expect, test } from 'vitest'
import { appendError, asLogError } from './jetstream-errors.ts'

test.each([
  [503, 10077, 'maximum bytes exceeded', 'log_full'],
  [503, 10077, 'no space left on device', 'log_full'],
  [500, 10047, 'insufficient storage resources available', 'log_full'],
  [400, 10054, 'message size exceeds maximum allowed', 'message_too_large'],
  [503, 10008, 'JetStream system temporarily unavailable', 'log_unavailable'],
  [429, 10167, 'too many requests', 'log_unavailable'],
  [400, 10060, 'expected stream does not match', 'log_refused'],
])('%i %i %s is %s', (code, err_code, description, expected) => {
  const error = appendError('EVENTS', { code, err_code, description })
  expect(error).toMatchObject({ code: expected })
  expect(error.message).toContain(description)
})

test("the server's own errors are unavailability, ours are refusals", () => {
  const api = (code: number) => new JetStreamApiError({ code, err_code: 1, description: 'x' })
  expect(asLogError(api(503), 'it')).toMatchObject({ code: 'log_unavailable', retryable: true })
  expect(asLogError(api(404), 'it')).toMatchObject({ code: 'log_refused', retryable: false })
  expect(asLogError(new Error('timeout'), 'it')).toMatchObject({ code: 'log_unavailable' })
})
