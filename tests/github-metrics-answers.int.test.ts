import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import * as answers from './github-metrics/answer-schemas.ts'
import { type Asked, opening, startHandMade } from './github-metrics/hand-made-system.ts'

// What webhooks were received: answers on seed 003's paths: their keys by strict schemas, their values worked out by hand from twenty deliveries.

let month: Asked

beforeAll(async () => {
  month = await startHandMade(inject('natsServerBin'))
}, 60_000)

afterAll(() => month[Symbol.asyncDispose]())

const ask: Asked['ask'] = (schema, path) => month.ask(schema, path)

const January = 'start_time=2026-01-05T00:00:00Z&end_time=2026-01-09T23:59:59Z'
const onePage = { total_pages: 1, has_next: false, has_prev: false }

test('GET /api/metrics/webhooks lists receipts, newest first, in pages', async () => {
  const { data, pagination } = await ask(answers.webhooks, '/api/metrics/webhooks')
  expect(pagination).toEqual({ ...onePage, total: 20, page: 1, page_size: 100 })
  expect(data.at(-1)).toMatchObject({
    ...{ delivery_id: opening?.guid, repository: 'acme/hand', event_type: 'pull_request', action: 'opened' },
    ...{
      pr_number: 1,
      sender: 'ada',
      status: 'success',
      created_at: '2026-01-05T08:00:01Z',
      error_message: null,
    },
    // Two calls, which cost 1 and 2 and left 4997.
    ...{ api_calls_count: 2, token_spend: 3, token_remaining: 4997 },
  })
  // The broken payload is archived, and became a dead letter elsewhere.
  expect(data[0]).toMatchObject({ pr_number: 9, status: 'partial', api_calls_count: 0, token_spend: 0 })
  expect(data[0]?.error_message).toContain('pull-requests: ')
  const second = await ask(answers.webhooks, '/api/metrics/webhooks?page=2&page_size=8')
  expect(second.pagination).toEqual({
    total: 20,
    page: 2,
    page_size: 8,
    total_pages: 3,
    has_next: true,
    has_prev: true,
  })
  expect(second.data).toEqual(data.slice(8, 16))
  const beyond = await ask(answers.webhooks, '/api/metrics/webhooks?page=9&page_size=8')
  expect(beyond).toMatchObject({ data: [], pagination: { page: 3, total: 20, has_next: false } })
})

test.each([
  ['repository=ACME/hand', 17],
  ['event_type=pull_request_review', 3],
  ['status=success', 19],
  ['status=partial', 1],
  ['status=error', 0],
  ['status=bogus', 0],
  // Both bounds are inclusive: the two openings of the sixth.
  ['start_time=2026-01-06T08:00:01Z&end_time=2026-01-06T08:00:01', 2],
  ['start_time=2026-01-09', 1],
  ['start_time=2026-01-09T00:00:00Z&end_time=2026-01-05', 0],
])('webhooks by %s are %i', async (query, count) => {
  const { data, pagination } = await ask(answers.webhooks, `/api/metrics/webhooks?${query}`)
  expect([data.length, pagination.total]).toEqual([count, count])
})

test('GET /api/metrics/webhooks/{delivery_id} has the payload; an unknown one is 404 with detail', async () => {
  const one = await ask(answers.oneWebhook, `/api/metrics/webhooks/${opening?.guid}`)
  expect(one).toMatchObject({ event_type: 'pull_request', api_calls_count: 2, payload: opening?.payload })
  const unknown = await month.get('/api/metrics/webhooks/none')
  expect(unknown).toMatchObject({ status: 404, body: { detail: 'Webhook event not found: none' } })
})

test('GET /api/metrics/repositories: 17 events in one, 3 with the broken one in the other', async () => {
  const { repositories } = await ask(answers.repositories, '/api/metrics/repositories')
  expect(repositories).toMatchObject([
    {
      ...{
        repository: 'acme/hand',
        total_events: 17,
        successful_events: 17,
        failed_events: 0,
        success_rate: 100,
      },
      ...{ total_api_calls: 2, total_token_spend: 3 },
    },
    {
      ...{
        repository: 'acme/other',
        total_events: 3,
        successful_events: 2,
        failed_events: 1,
        success_rate: 66.67,
      },
      ...{ total_api_calls: 0, total_token_spend: 0 },
    },
  ])
})

test('GET /api/metrics/summary: 20 events in 98 hours, five days before which there was nothing', async () => {
  const { summary, ...rest } = await ask(answers.summary, `/api/metrics/summary?${January}`)
  expect(summary).toMatchObject({
    ...{ total_events: 20, successful_events: 19, failed_events: 1, success_rate: 95 },
    ...{ total_api_calls: 2, avg_api_calls_per_event: 0.1, total_token_spend: 3 },
    ...{ unique_repositories: 2, unique_senders: 5 },
    ...{
      total_events_trend: 100,
      success_rate_trend: null,
      failed_events_trend: 100,
      avg_duration_trend: null,
    },
  })
  expect(rest).toEqual({
    time_range: { start_time: '2026-01-05T00:00:00.000Z', end_time: '2026-01-09T23:59:59.000Z' },
    top_repositories: [
      { repository: 'acme/hand', total_events: 17, percentage: 85, success_rate: 100 },
      { repository: 'acme/other', total_events: 3, percentage: 15, success_rate: 66.67 },
    ],
    event_type_distribution: {
      ...{ pull_request: 11, pull_request_review: 3, pull_request_review_comment: 2, check_run: 1 },
      ...{ issue_comment: 1, pull_request_review_thread: 1, push: 1 },
    },
    // 20 / 98 and 20 / (98 / 24).
    hourly_event_rate: 0.2,
    daily_event_rate: 4.9,
  })
  const empty = await ask(answers.summary, '/api/metrics/summary?start_time=2027-01-01')
  expect(empty).toMatchObject({ summary: { total_events: 0, success_rate: null }, hourly_event_rate: null })
})

test('GET /api/metrics/trends by day', async () => {
  const { trends } = await ask(answers.trends, '/api/metrics/trends?bucket=day')
  const day = (date: number, total_events: number, failed_events = 0) => ({
    ...{ bucket: `2026-01-0${date}T00:00:00Z`, total_events, failed_events },
    successful_events: total_events - failed_events,
  })
  expect(trends).toEqual([day(5, 10), day(6, 5), day(7, 3), day(8, 1), day(9, 1, 1)])
})
