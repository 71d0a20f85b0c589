import type { SyncRun } from '@octometer/event-contracts'
import { RequestRefusedError } from '@octometer/event-log'
import { beforeEach, expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { noSync } from './no-sync.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-01-05T10:30:00Z') })

function runOf(hour: number, changes: Partial<SyncRun> = {}): SyncRun {
  return {
    id: `00000000-0000-4000-8000-0000000000${hour}`,
    ...{ mode: 'full', repository: null, cause: 'request', requested_by: 'mona', stage: 'completed' },
    started_at: `2026-01-05T${hour}:00:00.000Z`,
    ended_at: `2026-01-05T${hour}:01:00.000Z`,
    ...{ resumed: 0, repositories_total: 2, repositories_processed: 2, current_repositories: [] },
    estimated_completion_at: null,
    counts: {
      ...{ repositories: 2, issues: 3, pull_requests: 4, commits: 5, deployments: 0, releases: 0 },
      ...{ check_suites: 0, workflow_runs: 0 },
      snapshots: 10,
    },
    ...{ errors_total: 0, errors: [], skipped: [], rate_limit_remaining: null },
    ...changes,
  }
}

const error = (repository: string | null) => ({
  ...{ repository, operation: 'issues', message: 'no', at: '2026-01-05T09:00:30.000Z' },
})
const skipped = [{ owner: 'other', reason: "the App's installation 3 is suspended" }]
const failed = runOf(11, {
  skipped,
  ...{ stage: 'failed', errors_total: 2, errors: [error('acme/api'), error('acme/secret')] },
  ended_at: '2026-01-05T11:00:30.000Z',
})
const running = runOf(13, {
  ...{ stage: 'syncing_repos', started_at: '2026-01-05T10:29:30.000Z', ended_at: null },
  current_repositories: ['acme/API', 'acme/secret'],
})
const cancelled = runOf(10, { stage: 'cancelled' })
const ended = [runOf(12), failed, cancelled]

beforeEach(() => {
  gateway.log.sync = { ...noSync, runs: async () => ({ running, ended }) }
})

const start = (body: object, as = keys.operator) => gateway.ask('/api/v1/sync', { method: 'POST', body, as })

test('statistics are of what ended', async () => {
  const { body } = await gateway.ask('/api/v1/sync/stats', { as: keys.viewer })
  expect(body).toMatchObject({
    ...{ total: 3, completed: 1, failed: 1, cancelled: 1, success_rate: 0.5, snapshots: 30 },
    ...{ average_duration_seconds: 60, last_sync_at: '2026-01-05T12:00:00.000Z' },
    last_success_at: '2026-01-05T12:00:00.000Z',
  })
  gateway.log.sync = { ...noSync, runs: async () => ({ running: null, ended: [] }) }
  const { body: none } = await gateway.ask('/api/v1/sync/stats', { as: keys.viewer })
  expect(none).toMatchObject({
    total: 0,
    success_rate: null,
    average_duration_seconds: null,
    last_sync_at: null,
  })
})

test('the history comes in pages, the newest first', async () => {
  const first = await gateway.ask('/api/v1/sync/history?limit=2', { as: keys.viewer })
  expect(first.body).toMatchObject({ data: [{ id: runOf(12).id }, { id: failed.id, duration_seconds: 30 }] })
  const { next_cursor } = first.body.page as { next_cursor: string }
  const last = await gateway.ask(`/api/v1/sync/history?limit=2&cursor=${next_cursor}`, { as: keys.viewer })
  expect(last.body).toMatchObject({ data: [{ id: cancelled.id }], page: { next_cursor: null } })
})

test('who sees some repositories hears of those alone, and starts and stops nothing', async () => {
  const as = await tokenFor(['acme/api'], 'operator')
  const { body } = await gateway.ask(`/api/v1/sync/${failed.id}`, { as })
  expect(body).toMatchObject({ errors: [{ repository: 'acme/api' }], errors_total: 2, skipped: [] })
  const whole = await gateway.ask(`/api/v1/sync/${failed.id}`, { as: keys.viewer })
  expect(whole.body).toMatchObject({ skipped })
  const now = await gateway.ask(`/api/v1/sync/${running.id}`, { as })
  expect(now.body).toMatchObject({ current_repositories: ['acme/API'], duration_seconds: 30 })
  expect(await start({}, as)).toMatchObject({ status: 403, body: { code: 'repositories_restricted' } })
  const stop = await gateway.ask(`/api/v1/sync/${running.id}`, { method: 'DELETE', as })
  expect(stop).toMatchObject({ status: 403, body: { code: 'repositories_restricted' } })
})

test('what is asked for is checked, and what the agent refuses is a conflict', async () => {
  expect(await start({ mode: 'repository' })).toMatchObject({ status: 400, body: { field: 'repository' } })
  expect(await start({ mode: 'full', repository: 'acme/api' })).toMatchObject({ status: 400 })
  expect(await start({ mode: 'half' })).toMatchObject({ status: 400, body: { field: 'mode' } })
  expect(await start({}, keys.viewer)).toMatchObject({ status: 403 })
  expect(await start({})).toMatchObject({ status: 503, body: { service: 'github-agent' } })
  gateway.log.sync = {
    ...noSync,
    start: () => Promise.reject(new RequestRefusedError('sync_running', 'the sync 7 runs', true)),
  }
  expect(await start({})).toMatchObject({ status: 409, body: { code: 'sync_running' } })
})
