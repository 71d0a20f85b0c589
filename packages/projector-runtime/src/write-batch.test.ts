import type { StoredMessage } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { persist } from './persist.ts'
import type { ProjectedMessage } from './project-message.ts'
import { ignored, projected, type RowsByTable } from './projection.ts'
import type { DeadLetterRecord, OutcomeRecord } from './stores.ts'
import { type BatchWriter, type Step, writeBatch } from './write-batch.ts'

class RefusedError extends Error {
  readonly retryable = false
  readonly code: string
  constructor(code: string) {
    super(`refused with ${code}`)
    this.code = code
  }
}

/** Tables that live in memory; `insert` may be told to fail. */
function memory(fail: (rows: RowsByTable) => void = () => undefined) {
  const steps: Step[] = []
  const facts = new Set<string>()
  const recounted = new Set<string>()
  const outcomes: OutcomeRecord[] = []
  const deadLetters: DeadLetterRecord[] = []
  const keys = (rows: RowsByTable) => (rows.facts ?? []).map(({ key }) => String(key))
  const stop = new AbortController()
  const writer: BatchWriter = {
    projection: 'counting',
    generation: 'g1',
    tables: {
      insert: async (rows) => {
        fail(rows)
        for (const key of keys(rows)) facts.add(key)
      },
      recount: async (rows) => {
        for (const key of keys(rows)) recounted.add(key)
      },
    },
    journal: {
      writeOutcomes: async (records) => void outcomes.push(...records),
      writeDeadLetters: async (records) => void deadLetters.push(...records),
    },
    isBacklog: ({ id }) => id.startsWith('old'),
    persist: (_, write) => persist(write, stop.signal, () => undefined),
    reached: async (step) => void steps.push(step),
    now: () => new Date(0),
  }
  return { writer, steps, facts, recounted, outcomes, deadLetters, stop }
}

const source: StoredMessage = {
  subject: 'events.delivery.push.a.b',
  sequence: 9,
  header: () => null,
  body: () => new Uint8Array(),
}
const message = (id: string): ProjectedMessage => ({
  source,
  id,
  outcome: projected({ facts: [{ key: id }] }),
})
const ids = Array.from({ length: 9 }, (_, index) => `m${index}`)

test('inserts, journals and recounts, in this order', async () => {
  const { writer, steps, recounted, outcomes } = memory()
  await writeBatch(writer, [message('a'), { source, id: 'b', outcome: ignored('nothing') }])
  expect(steps).toEqual(['inserted', 'journaled', 'recounted'])
  expect([...recounted]).toEqual(['a'])
  expect(outcomes.map(({ message_id, result }) => [message_id, result.rank, result.reason])).toEqual([
    ['a', 3, ''],
    ['b', 2, 'nothing'],
  ])
})

test('a batch that is refused for its values is bisected to the one bad message', async () => {
  const { writer, facts, recounted, outcomes, deadLetters } = memory((rows) => {
    if ((rows.facts ?? []).some(({ key }) => key === 'm4')) throw new RefusedError('value_refused')
  })
  await writeBatch(writer, ids.map(message))
  const good = ids.filter((id) => id !== 'm4')
  expect([...facts]).toEqual(good)
  expect([...recounted]).toEqual(good)
  expect(
    outcomes.filter(({ result }) => result.outcome === 'rejected').map(({ message_id }) => message_id),
  ).toEqual(['m4'])
  expect(deadLetters).toMatchObject([
    {
      dead_letter_id: 'counting:m4',
      stream_sequence: 9,
      reason: expect.stringContaining('refused'),
      status: { status: 'open' },
    },
  ])
})

test('what ClickHouse itself refused may have left rows: it is recounted though the message is rejected', async () => {
  const { writer, recounted, deadLetters } = memory(() => {
    throw new RefusedError('store_refused_values')
  })
  await writeBatch(writer, [message('a'), message('b')])
  expect([...recounted]).toEqual(['a', 'b'])
  expect(deadLetters).toHaveLength(2)
})

test('what a recount of everything will count is not recounted now', async () => {
  const { writer, facts, recounted } = memory()
  await writeBatch(writer, [message('old1'), message('new'), message('old2')])
  expect([...facts]).toEqual(['old1', 'new', 'old2'])
  expect([...recounted]).toEqual(['new'])
})

test('a store that cannot take the rows now is asked again; an insert whose answer was lost changes nothing', async () => {
  let lost = 0
  const { writer, facts, deadLetters } = memory()
  const insert = writer.tables.insert
  const flaky: BatchWriter = {
    ...writer,
    tables: {
      ...writer.tables,
      insert: async (rows) => {
        await insert(rows)
        lost += 1
        if (lost < 3) throw new Error('socket hang up')
      },
    },
  }
  await writeBatch(flaky, ids.map(message))
  expect([lost, [...facts], deadLetters]).toEqual([3, ids, []])
})

test('a projector that is told to stop gives up the retries, and loses nothing: nothing was acknowledged', async () => {
  const { writer, stop, steps } = memory(() => {
    stop.abort()
    throw new Error('down')
  })
  await expect(writeBatch(writer, [message('a')])).rejects.toMatchObject({ code: 'projector_stopped' })
  expect(steps).toEqual([])
})

test('a retry that succeeds closes its dead letter', async () => {
  const { writer, deadLetters } = memory()
  await writeBatch(writer, [{ ...message('a'), retryOf: 'counting:a' }])
  expect(deadLetters).toMatchObject([
    { dead_letter_id: 'counting:a', status: { rank: 3, status: 'projected' } },
  ])
})
