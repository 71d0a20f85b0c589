import { expect, test } from 'vitest'
import { slaClock } from './sla-clock.ts'

const opened_at = '2026-03-01T00:00:00Z'
const due_at = '2026-03-01T04:00:00Z'
const open = {
  state: 'open',
  opened_at,
  due_at,
  closed_at: null,
  breached: false,
  sla_met: null,
  status: 'pending',
} as const
const at = (hours: number) => Date.parse(opened_at) + hours * 3_600_000

test.each([
  ['just opened', open, 0, { text: '4h left', tone: 'good', used: 0 }],
  ['three quarters used', open, 3, { text: '1h left', tone: 'warn', used: 0.75 }],
  ['over', { ...open, breached: true, sla_met: false }, 6, { text: 'over by 2h', tone: 'bad', used: 1 }],
  [
    'shipped before it was over',
    { ...open, status: 'shipped' },
    6,
    { text: 'shipped', tone: 'plain', used: 1 },
  ],
  [
    'closed in time',
    { ...open, state: 'closed', closed_at: '2026-03-01T01:00:00Z', sla_met: true },
    9,
    { text: 'in time', tone: 'good', used: 0.25 },
  ],
  [
    'closed late',
    { ...open, state: 'closed', closed_at: '2026-03-01T07:00:00Z', sla_met: false },
    9,
    { text: '3h late', tone: 'bad', used: 1 },
  ],
  ['moved away', { ...open, state: 'transferred' }, 1, { text: 'transferred', tone: 'plain', used: 0.25 }],
] as const)('%s', (_what, issue, hours, clock) => {
  expect(slaClock(issue, at(hours))).toEqual(clock)
})
