import { randomUUID } from 'node:crypto'
import { type ApiCall, apiCallSchema } from '@octometer/event-contracts'
import type { ProjectorsService } from '@octometer/projectors'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { push } from './support/monitor-story.ts'
import { seedAnswer } from './support/seed-answer.ts'
import { sendEvents } from './support/send-events.ts'
import { sendTwice } from './support/send-twice.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

/** A time of the Thursday. */
const at = (text: string) => `2026-03-05T${text}:00.000Z`

let stack: AsyncDisposableStack
let system: TestSystem
let projectors: ProjectorsService
/** It is 10:20 of a Thursday. */
let thursday: AskedGateway
/** It is now. */
let today: AskedGateway
/** Deliveries that were sent. */
let sent = 0

const call = (name: string, token: string, resource: string, told: object): ApiCall =>
  apiCallSchema.parse({
    call_id: name,
    token_hash: token.repeat(64),
    resource,
    method: 'GET',
    route: '/repos',
    status: 200,
    cached: false,
    ...told,
  })

const apiCalls = [
  call('1', 'a', 'core', { at: at('09:00'), limit: 5000, remaining: 4500, reset_at: at('11:00') }),
  call('2', 'a', 'core', { at: at('10:00'), limit: 5000, remaining: 4000, reset_at: at('11:00') }),
  call('3', 'b', 'core', { at: at('10:00'), limit: 5000, remaining: 90, reset_at: at('10:10') }),
  call('4', 'a', 'search', { at: at('10:00'), limit: 30, remaining: 12, reset_at: at('10:21') }),
]

const stars = { action: 'created', repository: { id: 2, full_name: 'acme/web' } }
const [starred, broken] = [randomUUID(), randomUUID()]

/** Of acme/api: 18 pushes, told by two hooks. */
const pushes = Array.from({ length: 18 }, (_, index) => push('05T08:00', { [`c${index}`]: '05T07:59' }))

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  projectors = stack.use(await system.startProjectors())
  expect(new Set(await sendTwice(system, pushes))).toEqual(new Set([202]))
  await sendEvents(system, [
    { event: 'star', payload: stars, guid: starred },
    { event: 'issues', payload: { ...stars, issue: 'none' }, guid: broken },
  ])
  sent += 2 * pushes.length + 2
  await system.appendApiCalls(apiCalls)
  await projectors.caughtUp()
  thursday = stack.use(await startAskedGateway(system, new Date('2026-03-05T10:20:00Z')))
  today = stack.use(await startAskedGateway(system, new Date()))
})

afterAll(() => stack.disposeAsync())

const time = z.iso.datetime()
const count = z.int().min(0)

const event = z.strictObject({
  id: z.int(),
  config_id: z.int().nullable(),
  event_type: z.string(),
  delivery_id: z.string(),
  payload: z.record(z.string(), z.unknown()).nullable(),
  repository_full_name: z.string().nullable(),
  processed: z.boolean(),
  processed_at: time.nullable(),
  error: z.string().nullable(),
  received_at: time,
})

test('seed 001: GET /api/v1/webhooks/events', async () => {
  const path = '/api/v1/webhooks/events'
  const all = await seedAnswer(z.array(event), today, path)
  expect(all).toHaveLength(sent)
  expect(all.map(({ received_at }) => received_at)).toEqual(
    all
      .map(({ received_at }) => received_at)
      .toSorted()
      .toReversed(),
  )
  const [failed, ...others] = await seedAnswer(z.array(event), today, `${path}?processed=false`)
  expect(others).toEqual([])
  expect(failed).toMatchObject({
    config_id: null,
    event_type: 'issues',
    delivery_id: broken,
    payload: { ...stars, issue: 'none' },
    repository_full_name: 'acme/web',
    processed: false,
    processed_at: null,
    error: expect.stringMatching(/^counters: [\s\S]*; issues: /),
  })
  const [star] = await seedAnswer(z.array(event), today, `${path}?event_type=star&processed=true`)
  expect(star).toMatchObject({ delivery_id: starred, payload: stars, processed: true, error: null })
  expect(Date.parse(star?.processed_at ?? '')).toBeGreaterThanOrEqual(Date.parse(star?.received_at ?? ''))
  expect(star?.id).toBe((failed?.id ?? 0) - 1)
  const web = await seedAnswer(z.array(event), today, `${path}?repository_full_name=ACME/Web&limit=1`)
  expect(web.map(({ delivery_id }) => delivery_id)).toEqual([broken])
  expect(await today.ask(`${path}?limit=0`)).toMatchObject({ status: 400, body: { parameter: 'limit' } })
})

const limit = z.strictObject({
  limit: z.int().nullable(),
  remaining: z.int().nullable(),
  reset: time.nullable(),
  used: z.int().nullable(),
  percentage_used: z.number().nullable(),
})

/** At 10:20 the limit of b, of which 90 were left, has been whole for ten minutes: a has less left. */
test('seed 001: GET /api/v1/rate-limits/status', async () => {
  const rate_limits = z.strictObject({ core: limit, search: limit, graphql: limit })
  const schema = z.strictObject({ status: z.string(), rate_limits })
  expect(await seedAnswer(schema, thursday, '/api/v1/rate-limits/status')).toEqual({
    status: 'success',
    rate_limits: {
      core: { limit: 5000, remaining: 4000, reset: at('11:00'), used: 1000, percentage_used: 20 },
      search: { limit: 30, remaining: 12, reset: at('10:21'), used: 18, percentage_used: 60 },
      graphql: { limit: null, remaining: null, reset: null, used: null, percentage_used: null },
    },
  })
})

test('seed 001: GET /api/v1/rate-limits/health', async () => {
  const health = z.strictObject({
    healthy: z.boolean().nullable(),
    core_remaining: z.int().nullable(),
    core_limit: z.int().nullable(),
    percentage_available: z.number().nullable(),
    reset_at: time.nullable(),
  })
  const path = '/api/v1/rate-limits/health'
  expect(await seedAnswer(health, thursday, path)).toEqual({
    healthy: true,
    core_remaining: 4000,
    core_limit: 5000,
    percentage_available: 80,
    reset_at: at('11:00'),
  })
  await using earlier = await startAskedGateway(system, new Date(at('10:05')))
  expect(await seedAnswer(health, earlier, path)).toEqual({
    healthy: false,
    core_remaining: 90,
    core_limit: 5000,
    percentage_available: expect.closeTo(1.8, 6),
    reset_at: at('10:10'),
  })
})

test('seed 002: GET /webhooks/github/events', async () => {
  const events = z.strictObject({
    events: z.array(
      z.strictObject({
        delivery_id: z.string(),
        event_type: z.string(),
        payload: z.record(z.string(), z.unknown()).nullable(),
        processed_at: time.nullable(),
        created_at: time,
      }),
    ),
  })
  const path = '/webhooks/github/events'
  expect((await seedAnswer(events, today, path)).events).toHaveLength(sent)
  const { events: last } = await seedAnswer(events, today, `${path}?limit=2`)
  expect(last).toMatchObject([
    { delivery_id: broken, event_type: 'issues', payload: { issue: 'none' }, processed_at: null },
    { delivery_id: starred, event_type: 'star', payload: stars, processed_at: expect.any(String) },
  ])
  const { events: ofStars } = await seedAnswer(events, today, `${path}?event_type=star`)
  expect(ofStars.map(({ delivery_id }) => delivery_id)).toEqual([starred])
})

/** One failed of 38: 0.974. After three more that fail it is 4 of 41: 0.902. */
test('seed 002: GET /webhooks/github/health', async () => {
  const health = z.strictObject({
    status: z.string(),
    success_rate: z.number(),
    total_events_last_hour: count,
    failed_events_last_hour: count,
    last_event_at: time.nullable(),
  })
  const path = '/webhooks/github/health'
  const [newest] = await seedAnswer(z.array(event), today, '/api/v1/webhooks/events?limit=1')
  expect(await seedAnswer(health, today, path, { as: null })).toEqual({
    status: 'healthy',
    success_rate: (sent - 1) / sent,
    total_events_last_hour: sent,
    failed_events_last_hour: 1,
    last_event_at: newest?.received_at,
  })
  await sendEvents(system, Array(3).fill({ event: 'issues', payload: { ...stars, issue: 'none' } }))
  sent += 3
  await projectors.caughtUp()
  // The answer is held for a second, because nobody needs a key to ask for it.
  await expect
    .poll(() => seedAnswer(health, today, path), { timeout: 10_000 })
    .toMatchObject({
      status: 'degraded',
      success_rate: (sent - 4) / sent,
      failed_events_last_hour: 4,
    })
  await using tomorrow = await startAskedGateway(system, new Date(Date.now() + 86_400_000))
  expect(await seedAnswer(health, tomorrow, path)).toEqual({
    status: 'healthy',
    success_rate: 1,
    total_events_last_hour: 0,
    failed_events_last_hour: 0,
    last_event_at: null,
  })
})
