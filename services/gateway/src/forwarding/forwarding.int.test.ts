import type { ForwardingFailuresRequest } from '@octometer/event-contracts'
import { ServiceUnavailableError } from '@octometer/event-log'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { gatewayForTests, keys, tokenFor } from '../gateway.fixture.ts'
import { nameRow } from '../rows.fixture.ts'
import { exampleFailure, exampleReceiver } from './forwarding-states.fixture.ts'

const gateway = gatewayForTests({ now: new Date('2026-01-05T10:30:00Z') })
const asked: ForwardingFailuresRequest[] = []
const failures = [1, 2, 3].map((sequence) => ({ ...exampleFailure, sequence, repository_id: sequence }))

beforeAll(() =>
  gateway.insert('deliveries', { repository_names: [nameRow(1, 'acme/api', '2026-01-01T00:00:00Z')] }),
)

beforeEach(() => {
  asked.length = 0
  gateway.log.commands.length = 0
  gateway.log.receivers = async () => ({ receivers: [exampleReceiver] })
  gateway.log.forwardingFailures = async (request) => {
    asked.push(request)
    const { after, limit, repository_ids: ids } = request
    const rest = failures.filter(({ sequence }) => sequence > (after?.[1] ?? 0))
    return { failures: rest.filter(({ repository_id: id }) => ids?.includes(id) ?? true).slice(0, limit) }
  }
})

const retry = (body: object, as = keys.operator, name = 'ci') =>
  gateway.ask(`/api/v1/forwarding/${name}/retry`, { method: 'POST', body, as })

test('receivers, and how old the oldest is that they have not taken', async () => {
  const { status, body } = await gateway.ask('/api/v1/forwarding', { as: keys.viewer })
  const { oldest_pending_at: _, ...receiver } = exampleReceiver
  expect({ status, data: body.data }).toEqual({
    status: 200,
    data: [{ ...receiver, oldest_pending_seconds: 5_400 }],
  })
})

test('what was not taken comes in pages, with what was asked for', async () => {
  const query = 'receiver=ci&status=failed&limit=2'
  const first = await gateway.ask(`/api/v1/forwarding/failures?${query}`, { as: keys.viewer })
  expect(first.body).toMatchObject({ data: [{ stream_sequence: 1 }, { stream_sequence: 2 }] })
  const { next_cursor } = first.body.page as { next_cursor: string }
  const last = await gateway.ask(`/api/v1/forwarding/failures?${query}&cursor=${next_cursor}`, {
    as: keys.viewer,
  })
  expect(last.body).toMatchObject({ data: [{ stream_sequence: 3 }], page: { next_cursor: null } })
  expect(asked).toMatchObject([
    { receivers: ['ci'], statuses: ['failed'], repository_ids: null, after: null, limit: 3 },
    { after: ['ci', 2] },
  ])
})

test('who sees some repositories sees what was refused of those', async () => {
  const as = await tokenFor(['acme/api'])
  const { body } = await gateway.ask('/api/v1/forwarding/failures', { as })
  expect(body).toMatchObject({ data: [{ stream_sequence: 1 }], page: { next_cursor: null } })
})

test('an operator sends one again, or all; the command goes to the log', async () => {
  const { delivery_id } = exampleFailure
  expect(await retry({ delivery_id })).toMatchObject({ status: 202, body: { stream_sequence: 1 } })
  expect(await retry({})).toMatchObject({ status: 202 })
  expect(gateway.log.commands.map(({ command }) => command)).toEqual([
    { type: 'forwarding_retry', receiver: 'ci', delivery_id },
    { type: 'forwarding_retry', receiver: 'ci', delivery_id: null },
  ])
})

test('nothing is appended for whom there is nothing to send', async () => {
  expect(await retry({}, keys.viewer)).toMatchObject({ status: 403 })
  expect(await retry({}, keys.operator, 'other')).toMatchObject({
    status: 404,
    body: { code: 'receiver_not_found' },
  })
  gateway.log.forwardingFailures = async () => ({ failures: [] })
  expect(await retry({ delivery_id: 'taken' })).toMatchObject({
    status: 404,
    body: { code: 'failure_not_found' },
  })
  const some = await tokenFor(['acme/api'], 'operator')
  expect(await retry({}, some)).toMatchObject({ status: 400, body: { field: 'delivery_id' } })
  expect(gateway.log.commands).toEqual([])
})

test('without an alerter nobody knows: a 503', async () => {
  gateway.log.receivers = async () => {
    throw new ServiceUnavailableError('alerter', 'alerter is not running')
  }
  expect(await gateway.ask('/api/v1/forwarding')).toMatchObject({ status: 503, body: { service: 'alerter' } })
})
