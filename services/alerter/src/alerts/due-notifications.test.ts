import { defaultChannelSeverities, type Severity } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { acknowledge, mute } from './decisions.ts'
import { bookNotifications } from './due-notifications.ts'
import type { Evidence } from './evidence.ts'
import { reconcile } from './reconcile.ts'
import { addEvidence, emptyState, type SubjectState } from './subject-state.ts'

const minute = (count: number) => new Date(Date.UTC(2026, 0, 5, 10, count))
const rules = {
  targets: [
    { channel: 'slack', name: 'slack' },
    { channel: 'discord', name: 'discord' },
    { channel: 'webhooks', name: 'webhooks:1' },
  ] as const,
  leastSeverity: defaultChannelSeverities,
  cooldownMs: 3_600_000,
  stateKey: 'conflict.x',
}

function seen(state: SubjectState, kind: Evidence['kind'], at: Date, now = at, severity: Severity = 'high') {
  const time = at.toISOString()
  const said = { title: 't', message: '', url: null, delivery: null }
  const evidence = { kind, key: `k ${time}`, at: time, observed_at: time, severity, ...said }
  return bookNotifications(reconcile(addEvidence(state, [evidence]), now), rules, now)
}

const empty = emptyState('conflict', '7:pull:1', null)
const said = ({ pending }: SubjectState) =>
  pending.notifications.map(({ about, target, due_at }) => `${about} ${target} ${due_at.slice(11, 16)}`)

test('each receiver is told once that it is open, by severity, and those who were that it is over', () => {
  const open = seen(empty, 'raised', minute(0))
  expect(said(open)).toEqual(['open slack 10:00', 'open webhooks:1 10:00'])
  expect(bookNotifications(open, rules, minute(1))).toBe(open)
  const repeated = seen(open, 'raised', minute(2))
  expect(said(repeated)).toHaveLength(2)
  const over = seen(repeated, 'recovered', minute(3))
  expect(said(over).slice(2)).toEqual(['resolved slack 10:03', 'resolved webhooks:1 10:03'])
  expect(new Set(over.pending.notifications.map(({ id }) => id)).size).toBe(4)
})

test('one that became critical is told to those who want only such', () => {
  const worse = seen(seen(empty, 'raised', minute(0)), 'raised', minute(5), minute(5), 'critical')
  expect(said(worse).slice(2)).toEqual(['open discord 11:00'])
})

test('the next alert of the same subject waits for the cooldown', () => {
  const first = seen(seen(empty, 'raised', minute(0)), 'recovered', minute(10))
  const second = seen(first, 'raised', minute(20))
  expect(said(second).slice(4)).toEqual(['open slack 11:00', 'open webhooks:1 11:00'])
})

test('nobody is told while it is muted, and after that everybody', () => {
  const quiet = mute(empty, minute(30), minute(0))
  const open = seen(quiet, 'raised', minute(1))
  expect(said(open)).toEqual([])
  expect(said(bookNotifications(open, rules, minute(31)))).toEqual([
    'open slack 10:31',
    'open webhooks:1 10:31',
  ])
})

test('what was over a day ago when it was first seen is no news', () => {
  const late = seen(empty, 'raised', minute(0), new Date(minute(0).getTime() + 86_400_000))
  expect(late.booked).toHaveLength(1)
  expect(said(late)).toEqual([])
})

test('who acknowledged it is not told again; an alert that was superseded is told once', () => {
  const open = seen(empty, 'raised', minute(5))
  const alertId = open.booked[0]?.alert.alert_id ?? ''
  const noted = acknowledge(open, { alertId, by: 'ada', at: minute(6), commandId: 'c' })
  expect(said(bookNotifications(noted, rules, minute(7)))).toHaveLength(2)
  expect(said(seen(open, 'raised', minute(1), minute(8)))).toHaveLength(2)
})
