import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { allCaughtUp } from './support/caught-up.ts'
import { sendEvents } from './support/send-events.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

// All services of a process answer one `/metrics`, as standalone does.
const stack = new AsyncDisposableStack()
let system: TestSystem

beforeAll(async () => {
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  stack.use(await system.startProjectors())
})
afterAll(() => stack.disposeAsync())

/** The series of one metric, by its labels as they stand in the text. */
async function read(metric: string): Promise<Readonly<Record<string, number>>> {
  const text = await (await fetch(`${system.url}/metrics`)).text()
  const lines = text.matchAll(new RegExp(`^${metric}\\{(.*)\\} (\\S+)$`, 'gm'))
  return Object.fromEntries([...lines].map(([, labels, value]) => [labels, Number(value)]))
}

async function notZero(metric: string) {
  return Object.fromEntries(Object.entries(await read(metric)).filter(([, value]) => value !== 0))
}

test('seed 001: four of its metrics, by their names and labels, from 0 on', async () => {
  for (const [metric, labels] of [
    ['webhook_events_received_total', 'event_type="gollum",repository="all"'],
    ['webhook_events_processed_total', 'event_type="push"'],
    ['webhook_events_failed_total', 'event_type="push",error_type="undecodable"'],
    ['webhook_processing_duration_seconds_count', 'event_type="push"'],
  ] as const) {
    expect(await read(metric), metric).toHaveProperty([labels], 0)
    expect(await notZero(metric), metric).toEqual({})
  }

  const repository = { id: 1, full_name: 'acme/private', name: 'private' }
  const guid = randomUUID()
  await sendEvents(system, [
    { event: 'ping', payload: { zen: 'Keep it logically awesome.' }, guid },
    { event: 'ping', payload: { zen: 'Keep it logically awesome.' }, guid },
    { event: 'brand_new_event', payload: { repository } },
    { event: 'another_new_event', payload: { repository } },
    { event: 'push', payload: { repository, ref: 5 } },
  ])
  await allCaughtUp(system.log, system.store, AbortSignal.timeout(30_000))

  expect(await notZero('webhook_events_received_total')).toEqual({
    'event_type="ping",repository="all"': 2,
    'event_type="other",repository="all"': 2,
    'event_type="push",repository="all"': 1,
  })
  // The log knew the second ping by its GUID.
  const archived = { 'event_type="ping"': 1, 'event_type="other"': 2, 'event_type="push"': 1 }
  expect(await notZero('webhook_events_processed_total')).toEqual(archived)
  expect(await notZero('webhook_processing_duration_seconds_count')).toEqual(archived)
  const { 'event_type="push",error_type="failed"': failures = 0, ...others } = await notZero(
    'webhook_events_failed_total',
  )
  expect(failures).toBeGreaterThan(0)
  expect(others).toEqual({})
})
