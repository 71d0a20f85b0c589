import type { ForwardingFailure, ReceiverState } from '@octometer/event-contracts'

/** A receiver as alerter tells of it. */
export const exampleReceiver: ReceiverState = {
  name: 'ci',
  url: 'https://ci.example.org',
  events: ['push'],
  repositories: ['acme/*'],
  state: 'up',
  ...{ pending: 3, waiting: 1, failed: 1, delivered: 20, retried: 4, missed: 0, forgotten: 0 },
  last_success_at: '2026-01-05T10:00:00.000Z',
  last_error_at: '2026-01-05T09:00:00.000Z',
  last_error: 'ci.example.org answered 500',
  oldest_pending_at: '2026-01-05T09:00:00.000Z',
}

/** A delivery that it did not take. */
export const exampleFailure: ForwardingFailure = {
  receiver: 'ci',
  sequence: 7,
  delivery_id: '7c1e5f00-0000-11f1-8000-000000000001',
  ...{ event: 'push', action: null, repository: 'acme/api', repository_id: 7 },
  received_at: '2026-01-05T09:00:00.000Z',
  ...{ status: 'failed', attempts: 1, reason: 'ci.example.org answered 422', status_code: 422 },
  last_attempt_at: '2026-01-05T09:00:01.000Z',
  next_attempt_at: null,
}
