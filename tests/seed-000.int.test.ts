import type { ProjectorsService } from '@octometer/projectors'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { type AskedGateway, startAskedGateway } from './support/ask-gateway.ts'
import { monitorStory, push } from './support/monitor-story.ts'
import { seedAnswer } from './support/seed-answer.ts'
import { sendTwice } from './support/send-twice.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

let stack: AsyncDisposableStack
let system: TestSystem
let projectors: ProjectorsService
/** It is the Thursday of the story's week. */
let thursday: AskedGateway

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  system = stack.use(await startTestSystem({ natsServerBin: inject('natsServerBin') }))
  projectors = stack.use(await system.startProjectors())
  expect(new Set(await sendTwice(system, monitorStory))).toEqual(new Set([202]))
  await projectors.caughtUp()
  thursday = stack.use(await startAskedGateway(system, new Date('2026-03-05T10:20:00Z')))
})

afterAll(() => stack.disposeAsync())

const time = z.iso.datetime()
const count = z.int().min(0)

const twelve = z.strictObject({
  commits: count,
  pushes: count,
  pulls_opened: count,
  pulls_merged: count,
  pulls_closed: count,
  issues_opened: count,
  issues_closed: count,
  deployments: count,
  build_failures: count,
  test_failures: count,
  conflicts: count,
  hotfixes: count,
})

/**
 * Since Monday the 2nd: commits c1 and c2 (c0 is of the week before, c2 was pushed twice); pushes at 08:06 and 09:01; 1 and 2
 * opened (3 before); 2 merged; 3 closed twice, and 2; issue 10 opened and closed (11 before); deployments 50 and 51; suites 70
 * and 71; run 80 (81 is no test); 1 in conflict; hotfixes: the merge of 2 and deployment 51.
 */
const week = {
  commits: 2,
  pushes: 2,
  pulls_opened: 2,
  pulls_merged: 1,
  pulls_closed: 3,
  issues_opened: 1,
  issues_closed: 1,
  deployments: 2,
  build_failures: 2,
  test_failures: 1,
  conflicts: 1,
  hotfixes: 2,
}

test('seed 000: GET /api/monitor/counters', async () => {
  expect(await seedAnswer(twelve, thursday, '/api/monitor/counters')).toEqual(week)
  expect(await thursday.ask('/api/monitor/counters', { as: null })).toMatchObject({ status: 401 })
})

test('seed 000: GET /api/monitor/dashboard', async () => {
  const dashboard = z.strictObject({ event_counters: twelve, timestamp: time, status: z.string() })
  expect(await seedAnswer(dashboard, thursday, '/api/monitor/dashboard')).toEqual({
    event_counters: week,
    timestamp: '2026-03-05T10:20:00.000Z',
    status: 'healthy',
  })
})

const trend = z.strictObject({
  counter_name: z.string(),
  hours: count,
  data: z.array(z.strictObject({ timestamp: z.number(), value: count })),
})

const hour = (text: string) => Date.parse(`2026-03-${text}:00:00Z`) / 1000

/** The hours from 11:00 of the 4th to 10:00 of the 5th; with 26 of them c1 at 09:10 of the 4th is there. */
test('seed 000: GET /api/monitor/trend/{counter_name}', async () => {
  const commits = await seedAnswer(trend, thursday, '/api/monitor/trend/commits')
  expect(commits).toMatchObject({ counter_name: 'commits', hours: 24 })
  expect(commits.data.map(({ timestamp }) => timestamp)).toEqual(
    Array.from({ length: 24 }, (_, index) => hour('04T11') + index * 3600),
  )
  expect(commits.data.filter(({ value }) => value > 0)).toEqual([{ timestamp: hour('05T08'), value: 1 }])
  const more = await seedAnswer(trend, thursday, '/api/monitor/trend/commits?hours=26')
  expect(more.data[0]).toEqual({ timestamp: hour('04T09'), value: 1 })
  expect(more.data).toHaveLength(26)
  const closed = await seedAnswer(trend, thursday, '/api/monitor/trend/pulls_closed?hours=24')
  expect(closed.data.filter(({ value }) => value > 0)).toEqual([
    { timestamp: hour('04T12'), value: 1 },
    { timestamp: hour('05T07'), value: 1 },
  ])
  expect(await thursday.ask('/api/monitor/trend/stars')).toMatchObject({ status: 404 })
  const wrong = await thursday.ask('/api/monitor/trend/commits?hours=0')
  expect(wrong).toMatchObject({ status: 400, body: { parameter: 'hours', detail: expect.any(String) } })
})

/** c2 is of 08:05: with 08:20 of the 3rd of June 90 days later its hour is the oldest, an hour after that it has gone. */
test('seed 000: points older than 90 days have gone', async () => {
  const path = '/api/monitor/trend/commits?hours=2160'
  await using then = await startAskedGateway(system, new Date('2026-06-03T08:20:00Z'))
  const kept = await seedAnswer(trend, then, path)
  expect([kept.data.length, kept.data.reduce((sum, { value }) => sum + value, 0)]).toEqual([2160, 0])
  await using before = await startAskedGateway(system, new Date('2026-06-03T07:20:00Z'))
  expect((await seedAnswer(trend, before, path)).data[0]).toEqual({ timestamp: hour('05T08'), value: 1 })
  expect(await then.ask('/api/monitor/trend/commits?hours=2161')).toMatchObject({ status: 400 })
  const env = { OCTO_RETENTION_TRENDS: '1h' }
  await using brief = await startAskedGateway(system, new Date('2026-03-05T08:20:00Z'), env)
  const { data } = await seedAnswer(trend, brief, '/api/monitor/trend/commits')
  expect(data).toEqual([
    { timestamp: hour('05T07'), value: 0 },
    { timestamp: hour('05T08'), value: 1 },
  ])
})

test('seed 000: GET /api/monitor/health', async () => {
  const health = z.strictObject({
    status: z.string(),
    services: z.strictObject({
      counter_manager: z.string(),
      webhook_handler: z.string(),
      redis: z.string(),
    }),
  })
  expect(await seedAnswer(health, thursday, '/api/monitor/health', { as: null })).toEqual({
    status: 'healthy',
    services: { counter_manager: 'ready', webhook_handler: 'ready', redis: 'not used' },
  })
})

/** After the reset at 10:20 a commit of 10:15 no longer counts, one of 10:30 does, and so does its push. */
test('seed 000: POST /api/monitor/reset-weekly', async () => {
  const path = '/api/monitor/reset-weekly'
  expect(await thursday.ask(path, { method: 'POST' })).toMatchObject({ status: 403 })
  const reset = z.strictObject({ status: z.string(), reset_count: count, timestamp: time })
  expect(await seedAnswer(reset, thursday, path, { method: 'POST', as: 'admin' })).toEqual({
    status: 'success',
    reset_count: 12,
    timestamp: '2026-03-05T10:20:00.000Z',
  })
  await sendTwice(system, [push('05T10:31', { c3: '05T10:15', c4: '05T10:30' })])
  await projectors.caughtUp()
  const none = Object.fromEntries(Object.keys(week).map((name) => [name, 0]))
  await expect
    .poll(async () => (await thursday.ask('/api/monitor/counters')).body)
    .toEqual({ ...none, commits: 1, pushes: 1 })
})

test.each([
  ['GET', '/api/monitor/nothing', 404, null],
  ['GET', '/api/nothing', 404, null],
  ['POST', '/api/monitor/counters', 405, 'GET, HEAD'],
  ['GET', '/api/monitor/reset-weekly', 405, 'POST'],
])('%s %s is a problem with a detail: %i', async (method, path, status, allow) => {
  const answer = await thursday.ask(path, { method })
  expect(answer).toMatchObject({ status, body: { status, detail: expect.any(String) } })
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(answer.headers.get('allow')).toBe(allow)
})
