import { randomUUID } from 'node:crypto'
import { apiCallSchema, type ReplayCommand } from '@octometer/event-contracts'
import { openJournal } from '@octometer/read-store'
import { simulateWorkload } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { askStore } from './support/ask-store.ts'
import { sendSteps } from './support/run-workload.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

const workload = simulateWorkload({
  seed: 12,
  deliveries: 200,
  start: new Date('2026-02-02T00:00:00Z'),
  days: 20,
})
const steps = workload.deliveries.map((delivery) => ({
  kind: 'deliver' as const,
  delivery,
  outOfOrder: false,
}))

let system: TestSystem

beforeAll(async () => {
  system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  await using projectors = await system.startProjectors()
  await sendSteps(system, steps)
  await projectors.caughtUp()
})

afterAll(() => system[Symbol.asyncDispose]())

const ask = <T>(sql: string) => askStore<T>(system.access, sql)
const facts = () =>
  ask(
    'SELECT DISTINCT counter, repository_id, at, key, last_received_at FROM counter_facts ORDER BY counter, repository_id, key',
  )
const quarters = () =>
  ask(
    'SELECT counter, repository_id, quarter, max(q.value) AS value FROM counter_quarters AS q GROUP BY 1, 2, 3 ORDER BY 1, 2, 3',
  )
const outcomes = (id: string) =>
  ask<{ projection: string; rows: number }>(
    `SELECT projection, max(o.result).rows AS rows FROM outcomes AS o WHERE message_id = '${id}' GROUP BY projection ORDER BY projection`,
  )

function replay(changes: Partial<ReplayCommand>): ReplayCommand {
  return {
    type: 'replay',
    command_id: randomUUID(),
    issued_at: '2026-03-01T00:00:00.000Z',
    issued_by: 'test',
    guid: null,
    since: null,
    until: null,
    events: null,
    repository_ids: null,
    projections: null,
    ...changes,
  }
}

async function handled(projection: string): Promise<number> {
  const [row] = await ask<{ messages: number }>(
    `SELECT uniqExact(message_id) AS messages FROM outcomes WHERE projection = '${projection}' AND message_id IN (SELECT guid FROM deliveries)`,
  )
  return row?.messages ?? 0
}

test('what a read model lost comes back, what it has stays as it is, and the replay says how much it was', async () => {
  await using projectors = await system.startProjectors()
  const before = { facts: await facts(), quarters: await quarters() }
  expect(before.facts.length).toBeGreaterThan(20)
  const reads = [await handled('counters'), await handled('pull-requests')]
  const generation = projectors.projections.find(({ name }) => name === 'counters')?.generation()
  await system.store.command('lose', `TRUNCATE TABLE octometer.counter_facts__${generation}`)
  const command = replay({
    since: '2000-01-01T00:00:00.000Z',
    projections: ['counters', 'pull-requests'],
  })
  await system.appendCommand(command)
  await projectors.caughtUp()
  expect({ facts: await facts(), quarters: await quarters() }).toEqual(before)
  expect(await outcomes(command.command_id)).toEqual([
    { projection: 'counters', rows: reads[0] },
    { projection: 'deliveries', rows: 1 },
    { projection: 'pull-requests', rows: reads[1] },
  ])
})

test('one delivery of one projection: its dead letter is retried, another is left', async () => {
  await using projectors = await system.startProjectors()
  const [first] = await ask<{ guid: string }>("SELECT guid FROM deliveries WHERE event = 'push' LIMIT 1")
  const guid = first?.guid ?? ''
  const letter = (projection: string) => ({
    dead_letter_id: `${projection}:${guid}`,
    projection,
    message_id: guid,
    subject: 'events.delivery.push.a.b',
    stream_sequence: 0,
    reason: 'failed: once',
    first_rejected_at: new Date('2026-03-01T00:00:00Z'),
    status: { rank: 1, status: 'open' },
  })
  await openJournal(system.store).writeDeadLetters([letter('counters'), letter('pull-requests')])
  const command = replay({ guid, projections: ['counters'] })
  await system.appendCommand(command)
  await projectors.caughtUp()
  expect(await outcomes(command.command_id)).toEqual([
    { projection: 'counters', rows: 1 },
    { projection: 'deliveries', rows: 1 },
  ])
  const letters = await ask(
    `SELECT dead_letter_id AS id, max(d.status).status AS status FROM dead_letters AS d WHERE message_id = '${guid}' GROUP BY id ORDER BY id`,
  )
  expect(letters).toEqual([
    { id: `counters:${guid}`, status: 'projected' },
    { id: `pull-requests:${guid}`, status: 'open' },
  ])
})

test('a range is narrowed by event and repository', async () => {
  await using projectors = await system.startProjectors()
  const [wanted] = await ask<{ id: number; pushes: number }>(
    "SELECT repository_id AS id, uniqExact(received_at, guid) AS pushes FROM deliveries WHERE event = 'push' GROUP BY id ORDER BY pushes DESC LIMIT 1",
  )
  const command = replay({
    since: '2000-01-01T00:00:00.000Z',
    events: ['push', 'ping'],
    repository_ids: [wanted?.id ?? 0],
    projections: ['counters'],
  })
  await system.appendCommand(command)
  await projectors.caughtUp()
  expect(await outcomes(command.command_id)).toContainEqual({ projection: 'counters', rows: wanted?.pushes })
})

test('a rejected API call can be retried as well', async () => {
  await using projectors = await system.startProjectors()
  const call = apiCallSchema.parse({
    call_id: 'call-1',
    at: '2026-02-05T10:20:30.400Z',
    token_hash: 'ab'.repeat(32),
    resource: 'core',
    method: 'GET',
    route: '/user',
    status: 200,
    cached: false,
  })
  await system.appendApiCalls([call])
  await projectors.caughtUp()
  const dead_letter_id = 'api-usage:call-1'
  await openJournal(system.store).writeDeadLetters([
    {
      dead_letter_id,
      projection: 'api-usage',
      message_id: 'call-1',
      subject: 'api_calls.core',
      stream_sequence: 1,
      reason: 'failed: once',
      first_rejected_at: new Date('2026-03-01T00:00:00Z'),
      status: { rank: 1, status: 'open' },
    },
  ])
  const { command_id, issued_at, issued_by } = replay({})
  await system.appendCommand({ type: 'retry', command_id, issued_at, issued_by, dead_letter_id })
  await projectors.caughtUp()
  const [letter] = await ask(
    `SELECT max(d.status).status AS status FROM dead_letters AS d WHERE dead_letter_id = '${dead_letter_id}'`,
  )
  expect(letter).toEqual({ status: 'projected' })
})
