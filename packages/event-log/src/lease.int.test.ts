import { Kvm } from '@nats-io/kv'
import { startNatsServer } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { connectionOf } from './connection.ts'
import { acquireLease, connectLog, type EventLog, type Lease, LeaseLostError } from './index.ts'
import { openLog, silentLogger, until } from './log.fixture.ts'

const acquire = (log: EventLog, holder: string, ttlMs = 30_000) =>
  acquireLease(log, 'audit', { ttlMs, holder })

async function held(lease: Promise<Lease | null>): Promise<Lease> {
  const found = await lease
  if (found === null) throw new Error('somebody else holds the lease')
  return found
}

test('one holds it, others wait; given back, the next holder has a greater token', async () => {
  await using fixture = await openLog()
  const other = await fixture.connect()
  const first = await held(acquire(fixture.log, 'a'))
  expect(await acquire(other, 'b')).toBeNull()
  await first.renew()
  await first.renew()
  expect(await acquire(other, 'b')).toBeNull()
  await first[Symbol.asyncDispose]()
  expect(first.lost.aborted).toBe(true)
  await using second = await held(acquire(other, 'b'))
  expect(second.token).toBeGreaterThan(first.token)
})

test('of many who ask at once, one gets it', async () => {
  await using fixture = await openLog()
  const logs = await Promise.all(Array.from({ length: 5 }, fixture.connect))
  const leases = await Promise.all(logs.map((log, index) => acquire(log, `holder-${index}`)))
  expect(leases.filter((lease) => lease !== null)).toHaveLength(1)
})

test('not renewed, it runs out: the old holder is told, and the next has a greater token', async () => {
  await using fixture = await openLog()
  const other = await fixture.connect()
  const old = await held(acquire(fixture.log, 'a', 200))
  const next = await until(
    () => acquire(other, 'b', 30_000),
    (lease) => lease !== null,
  )
  await until(() => old.lost.aborted, Boolean)
  expect(next?.token).toBeGreaterThan(old.token)
  await expect(old.renew()).rejects.toBeInstanceOf(LeaseLostError)
  // Disposing of what is lost must not take it from the new holder.
  await old[Symbol.asyncDispose]()
  expect(await acquire(fixture.log, 'c')).toBeNull()
})

test('taken over behind its back, a renewal finds out', async () => {
  await using fixture = await openLog()
  const first = await held(acquire(fixture.log, 'a'))
  const kv = await new Kvm(connectionOf(fixture.log).nats).open('leases')
  await kv.put('audit', JSON.stringify({ holder: 'b', ttl_ms: 30_000, nonce: 'another' }))
  await expect(first.renew()).rejects.toBeInstanceOf(LeaseLostError)
  expect(first.lost.reason).toBeInstanceOf(LeaseLostError)
})

test('a holder that cannot reach the log loses it by its own clock', async () => {
  await using fixture = await openLog()
  const lease = await held(acquire(fixture.log, 'a', 300))
  fixture.server.kill('SIGSTOP')
  await until(() => lease.lost.aborted, Boolean)
  expect(lease.lost.reason).toMatchObject({ code: 'lease_lost' })
  fixture.server.kill('SIGCONT')
})

test('before the streams are declared the error says what makes the bucket', async () => {
  await using server = await startNatsServer()
  await using log = await connectLog({ url: server.url, name: 'test', logger: silentLogger })
  await expect(acquire(log, 'a')).rejects.toThrow(/leases does not exist: ensureStreams/)
})
