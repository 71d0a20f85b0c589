import { headers } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { PendingAppend, takeGroup } from './pending-append.ts'

const nobody = () => undefined

function waiting(messageId: string, size = 10): PendingAppend {
  const pending = new PendingAppend('events.x', messageId, headers(), nobody)
  pending.payload = new Uint8Array(size)
  pending.outcome.catch(nobody)
  return pending
}

function take(queue: PendingAppend[], maxMessages: number, maxBytes: number): string[] {
  return takeGroup(queue, { maxMessages, maxBytes }).map((pending) => pending.messageId)
}

test('a group closes by number and by bytes, and the rest waits in order', () => {
  const queue = ['a', 'b', 'c', 'd', 'e'].map((id) => waiting(id))
  expect(take(queue, 2, 1_000)).toEqual(['a', 'b'])
  expect(take(queue, 64, 25)).toEqual(['c', 'd'])
  expect(take(queue, 64, 25)).toEqual(['e'])
  expect(take(queue, 64, 25)).toEqual([])
})

test('what exceeds the bound goes alone', () => {
  const queue = [waiting('a'), waiting('large', 100), waiting('b')]
  expect(take(queue, 64, 50)).toEqual(['a'])
  expect(take(queue, 64, 50)).toEqual(['large'])
  expect(take(queue, 64, 50)).toEqual(['b'])
})

test('one id is in a group once', () => {
  const queue = [waiting('a'), waiting('b'), waiting('a'), waiting('c')]
  expect(take(queue, 64, 1_000)).toEqual(['a', 'b'])
  expect(take(queue, 64, 1_000)).toEqual(['a', 'c'])
})

test('what is settled falls out, its first outcome stays, and its bytes are let go', async () => {
  const late = waiting('late')
  const queue = [late, waiting('b')]
  late.settle({ stream: 'EVENTS', sequence: 1, duplicate: false })
  late.settle(new Error('too late'))
  expect(late.payload).toBeNull()
  expect(await late.outcome).toMatchObject({ sequence: 1 })
  expect(take(queue, 64, 1_000)).toEqual(['b'])
  expect(queue).toEqual([])
})
