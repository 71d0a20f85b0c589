import type { Bucket, BucketEntry } from '@octometer/event-log'
import { expect, test } from 'vitest'
import type { ForwardingEntry } from './forwarding-entry.ts'
import { ReceiverLedger } from './receiver-ledger.ts'

/** What NATS keeps, here. */
function bucketOf(): Bucket {
  const kept = new Map<string, BucketEntry>()
  let revisions = 0
  return {
    entries: async () => [...kept.values()],
    get: async (key) => kept.get(key) ?? null,
    put: async (key, value, revision) => {
      if ((kept.get(key)?.revision ?? 0) !== revision) return null
      revisions += 1
      kept.set(key, { key, value, revision: revisions })
      return revisions
    },
    remove: async (key) => kept.delete(key),
  }
}

const entry = (sequence: number, status: ForwardingEntry['status'] = 'waiting'): ForwardingEntry => ({
  ...{ receiver: 'ci', sequence, delivery_id: `${sequence}`, event: 'push', action: null },
  ...{ repository: 'acme/api', repository_id: 1, received_at: '2026-03-02T08:00:00.000Z', status },
  ...{ attempts: 1, reason: 'answered 500', status_code: 500, last_attempt_at: '2026-03-02T08:00:01.000Z' },
  due_at: '2026-03-02T08:01:00.000Z',
  asked_by: null,
})

const sequencesOf = (ledger: ReceiverLedger, status?: ForwardingEntry['status']) =>
  ledger.entries(status).map(({ sequence }) => sequence)

test('entries are told in the order of the log, however they came, changed and went', async () => {
  const bucket = bucketOf()
  const ledger = new ReceiverLedger(bucket, 'ci', [], 0)
  for (const sequence of [30, 10, 20, 40]) await ledger.put(entry(sequence))
  await ledger.put(entry(20, 'failed'))
  expect(sequencesOf(ledger)).toEqual([10, 20, 30, 40])
  expect([sequencesOf(ledger, 'waiting'), sequencesOf(ledger, 'failed')]).toEqual([[10, 30, 40], [20]])
  await ledger.remove(10)
  await ledger.remove(10)
  await ledger.remove(99)
  await ledger.put(entry(15))
  expect(sequencesOf(ledger)).toEqual([15, 20, 30, 40])
  const again = new ReceiverLedger(bucket, 'ci', (await bucket.entries()).toReversed(), 0)
  expect(again.entries()).toEqual(ledger.entries())
})
