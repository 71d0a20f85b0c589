import { LogUnavailableError } from '@octometer/event-log'
import { openJournal } from '@octometer/read-store'
import { expect, test } from 'vitest'
import { gatewayForTests, keys } from '../gateway.fixture.ts'
import { deadLetterRow, deliveryRow } from '../rows.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-03-04T10:20:00Z') })
const healthy = gateway.log.health
// Of receivers forwarding-checks.test.ts tells.
gateway.log.receivers = async () => ({ receivers: [] })

async function diagnose() {
  const { status, body } = await gateway.ask('/api/v1/doctor', { as: keys.viewer })
  expect(status).toBe(200)
  const checks = body.checks as readonly { readonly name: string; readonly status: string }[]
  const bad = checks.filter(({ status: verdict }) => verdict !== 'ok')
  return { status: body.status, checks, bad }
}

test('a system in which nothing is wrong', async () => {
  await gateway.insert('deliveries', { deliveries: [deliveryRow('one', '2026-03-04T10:00:00Z')] })
  const { status, checks, bad } = await diagnose()
  expect(bad).toEqual([])
  expect(status).toBe('ok')
  expect(checks.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'log.durability',
      'log.stream.EVENTS',
      'store.durability',
      'read_model.counters',
    ]),
  )
})

test('what is wrong, each with what to do', async () => {
  gateway.log.health = async () => ({
    findings: [
      { code: 'sync_not_always', message: 'nats-server n1 acknowledges late: set sync_interval: always' },
    ],
    streams: [{ stream: 'EVENTS', bytes: 96, maxBytes: 100 }],
  })
  gateway.log.progress = { acknowledged: 1, lagMessages: 9, lagSeconds: 90 }
  await openJournal(gateway.store()).writeDeadLetters([
    deadLetterRow('counters', 'one', '2026-03-04T10:00:00Z'),
  ])
  await gateway.store().command('lazy', 'CREATE TABLE lazy (a UInt8) ENGINE = MergeTree ORDER BY a')
  await expect
    .poll(async () => (await diagnose()).bad.filter(({ name }) => name === 'read_model.counters').length)
    .toBe(1)
  const { status, bad } = await diagnose()
  expect(status).toBe('fail')
  expect(bad).toEqual(
    expect.arrayContaining([
      {
        name: 'log.durability',
        status: 'fail',
        summary: 'nats-server n1 acknowledges late.',
        advice: 'set sync_interval: always.',
      },
      expect.objectContaining({
        name: 'log.stream.EVENTS',
        status: 'fail',
        summary: 'EVENTS holds 96 % of its 100 bytes.',
      }),
      expect.objectContaining({
        name: 'store.durability',
        status: 'fail',
        summary: expect.stringContaining('lazy'),
      }),
      expect.objectContaining({
        name: 'dead_letters',
        status: 'warn',
        summary: expect.stringContaining('counters 1'),
      }),
      expect.objectContaining({ name: 'read_model.counters', status: 'warn' }),
    ]),
  )
  expect(bad.every((check) => 'advice' in check && check.advice !== null)).toBe(true)
})

test('a log that does not answer is told, not thrown', async () => {
  gateway.log.health = async () => {
    throw new LogUnavailableError('nats://user:secret@host cannot be reached')
  }
  const { status, bad } = await diagnose()
  expect(status).toBe('fail')
  expect(bad).toContainEqual(expect.objectContaining({ name: 'log', status: 'fail' }))
  expect(JSON.stringify(bad)).not.toContain('secret')
  gateway.log.health = healthy
})
