import { expect, test } from 'vitest'
import { exampleReceiver } from '../forwarding/forwarding-states.fixture.ts'
import { forwardingChecks } from './forwarding-checks.ts'

const now = new Date('2026-01-05T10:30:00Z')
const well = { ...exampleReceiver, failed: 0, oldest_pending_at: '2026-01-05T10:29:00.000Z' }
const check = (receiver: typeof well) => forwardingChecks({ receivers: [receiver] }, now)[0]

test('a receiver that takes everything is well, and one that is down or an hour behind is told', () => {
  expect(check(well)).toMatchObject({ name: 'forwarding.ci', status: 'ok', advice: null })
  expect(check({ ...well, state: 'down' })).toMatchObject({
    status: 'warn',
    summary: expect.stringContaining('takes nothing (ci.example.org answered 500)'),
  })
  expect(check({ ...well, oldest_pending_at: '2026-01-05T09:00:00.000Z' })).toMatchObject({
    status: 'warn',
    summary: expect.stringContaining('90 minutes old'),
  })
})

test('what waits for an operator is told; where nobody forwards there is nothing to tell', () => {
  expect(check({ ...well, failed: 2 })).toMatchObject({
    status: 'warn',
    advice: expect.stringContaining('/api/v1/forwarding/ci/retry'),
  })
  expect(forwardingChecks({ unreachable: 'ServiceUnavailableError' }, now)).toEqual([])
})
