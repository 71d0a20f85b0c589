import { expect, test } from 'vitest'
import { healthReporter } from './health.ts'

test('every part is named, ready or not and why', async () => {
  const report = healthReporter(
    [
      { name: 'nats', check: () => undefined },
      {
        name: 'clickhouse',
        check: () => Promise.reject(new Error('refused by http://octo:hunter2@ch:8123')),
      },
      {
        name: 'log',
        check: () => {
          throw new Error('not synced')
        },
      },
    ],
    1_000,
  )
  expect(await report()).toEqual({
    ready: false,
    parts: {
      nats: { ready: true },
      clickhouse: { ready: false, reason: 'refused by http://***@ch:8123' },
      log: { ready: false, reason: 'not synced' },
    },
  })
})

test('a part that does not answer is not ready at the deadline, and is told to stop', async () => {
  const stopped = Promise.withResolvers<boolean>()
  const check = (signal: AbortSignal) => {
    signal.addEventListener('abort', () => stopped.resolve(signal.aborted))
    return new Promise<void>(() => undefined)
  }
  const health = await healthReporter([{ name: 'slow', check }], 10)()
  expect(health.parts.slow).toEqual({ ready: false, reason: 'no answer within 10 ms' })
  expect(await stopped.promise).toBe(true)
})

test('those who ask at the same time share one check; who asks later gets a new one', async () => {
  let checks = 0
  const report = healthReporter(
    [
      {
        name: 'part',
        check: async () => {
          checks += 1
        },
      },
    ],
    1_000,
  )
  await Promise.all([report(), report(), report()])
  expect(checks).toBe(1)
  await report()
  expect(checks).toBe(2)
})

test('no parts are ready', async () => {
  expect(await healthReporter([], 10)()).toEqual({ ready: true, parts: {} })
})
