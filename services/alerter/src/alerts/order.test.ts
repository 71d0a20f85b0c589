import type { AlertRuleName } from '@octometer/event-contracts'
import { permutations } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { acknowledge } from './decisions.ts'
import type { Evidence } from './evidence.ts'
import { reconcile } from './reconcile.ts'
import { addEvidence, emptyState, MOST_EVIDENCE, type SubjectState } from './subject-state.ts'

const NOW = new Date('2026-01-05T12:00:00Z')

function evidence(
  kind: Evidence['kind'],
  key: string,
  minute: number,
  more: Partial<Evidence> = {},
): Evidence {
  const at = new Date(Date.UTC(2026, 0, 5, 10, minute)).toISOString()
  const said = { title: `title ${key}`, message: '', url: null, delivery: `guid-${key}` }
  return { kind, key, at, observed_at: at, severity: 'high', ...said, ...more }
}

const failed = (key: string, minute: number, more?: Partial<Evidence>) =>
  evidence('raised', key, minute, more)
const passed = (key: string, minute: number) => evidence('recovered', key, minute)

function take(list: readonly Evidence[], rule: AlertRuleName = 'build-failure'): SubjectState {
  let state = emptyState(rule, '7:workflow:3', { id: 7, full_name: 'acme/api' })
  for (const each of list) {
    const next = addEvidence(state, [each])
    if (next !== state) state = reconcile(next, NOW)
  }
  return state
}

/** What the alerts are, but for how often they changed on the way. */
function alertsOf({ booked }: SubjectState) {
  return booked
    .filter(({ alert }) => alert.state !== 'superseded')
    .map(({ alert: { revision: _, ...alert } }) => alert)
}

const brief = (state: SubjectState) =>
  alertsOf(state).map(({ state: now, count, opened_at, last_evidence_at, resolved_at }) =>
    [now, count, ...[opened_at, last_evidence_at, resolved_at].map((at) => at?.slice(11, 16) ?? '-')].join(
      ' ',
    ),
  )

// Two failures, a success, a failure: one alert of two that is over, one of one that is open.
const story = [failed('a', 0), failed('b', 1), passed('c', 2), failed('d', 3)]

test('evidence between two recoveries is one alert', () => {
  expect(brief(take(story))).toEqual(['resolved 2 10:00 10:01 10:02', 'open 1 10:03 10:03 -'])
})

test('any order, and every piece twice, gives the same alerts', () => {
  const expected = alertsOf(take(story))
  for (const order of permutations(story)) {
    expect(alertsOf(take(order))).toEqual(expected)
    expect(alertsOf(take([...order, ...order]))).toEqual(expected)
  }
})

test('what comes twice changes nothing at all', () => {
  const state = take(story)
  expect(addEvidence(state, story)).toBe(state)
})

test('a failure that comes after the success that ended it opens nothing', () => {
  const state = take([passed('b', 1), failed('a', 0)])
  expect(brief(state)).toEqual(['resolved 1 10:00 10:00 10:01'])
  expect(state.pending.events.map(({ type }) => type)).toEqual(['resolved'])
})

test('the same key in one alert counts once, and again in the next', () => {
  const state = take([failed('a', 0), failed('a', 1), passed('b', 2), failed('a', 3)])
  expect(brief(state)).toEqual(['resolved 1 10:00 10:01 10:02', 'open 1 10:03 10:03 -'])
})

test('at one moment a recovery outranks what it recovers from', () => {
  expect(brief(take([passed('b', 0), failed('a', 0)]))).toEqual(['resolved 1 10:00 10:00 10:00'])
})

test('an alert keeps its greatest severity and the newest words', () => {
  const [alert] = alertsOf(
    take([failed('a', 0, { severity: 'critical' }), failed('b', 1, { severity: 'low', url: 'https://x/b' })]),
  )
  expect(alert).toMatchObject({ severity: 'critical', title: 'title b', url: 'https://x/b', count: 2 })
})

test('a late beginning replaces the alert, which keeps what was decided of it', () => {
  const first = take([failed('b', 1)])
  const [opened] = first.booked
  const noted = acknowledge(first, {
    alertId: opened?.alert.alert_id ?? '',
    by: 'ada',
    at: NOW,
    commandId: 'c1',
  })
  const state = reconcile(addEvidence(noted, [failed('a', 0)]), NOW)
  expect(state.booked.map(({ alert }) => alert.state)).toEqual(['superseded', 'acknowledged'])
  expect(state.booked[1]).toMatchObject({
    origin: opened?.origin,
    alert: { acknowledged_by: 'ada', count: 2 },
  })
})

test('a sensitive file is over when it is acknowledged, and no news when its commit comes again', () => {
  const first = take([failed('a', 0)], 'sensitive-file')
  const alertId = first.booked[0]?.alert.alert_id ?? ''
  const over = acknowledge(first, { alertId, by: 'ada', at: NOW, commandId: 'c1' })
  expect(alertsOf(over)).toMatchObject([{ state: 'resolved', acknowledged_by: 'ada' }])
  // The commit reaches main an hour later; another commit changes the file.
  expect(addEvidence(over, [failed('a', 180)])).toBe(over)
  const again = reconcile(addEvidence(over, [failed('b', 181)]), NOW)
  expect(alertsOf(again)).toMatchObject([{ state: 'resolved' }, { state: 'open', count: 1 }])
})

test('of very much evidence the count and the beginning stay, and the oldest is too late to come again', () => {
  const many = Array.from({ length: MOST_EVIDENCE + 50 }, (_, index) => failed(`k${index}`, index))
  const state = take(many)
  expect(state.evidence).toHaveLength(MOST_EVIDENCE)
  expect(alertsOf(state)).toMatchObject([
    { state: 'open', count: 150, opened_at: '2026-01-05T10:00:00.000Z' },
  ])
  expect(addEvidence(state, many)).toBe(state)
})

test('alerts that are over are forgotten as a whole', () => {
  const rounds = Array.from({ length: 60 }, (_, round) => [
    failed(`f${round}`, 3 * round),
    failed(`g${round}`, 3 * round + 1),
    passed(`p${round}`, 3 * round + 2),
  ])
  const state = take([...rounds.flat(), failed('last', 200)])
  expect(state.evidence.length).toBeLessThanOrEqual(MOST_EVIDENCE)
  const counts = alertsOf(state).map(({ count }) => count)
  expect(counts).toEqual([...Array(counts.length - 1).fill(2), 1])
  expect(state.pending.events.some(({ type }) => type === 'superseded')).toBe(false)
})

test('every change has a revision of its own, greater than the one before', () => {
  const { events } = take(story.toReversed()).pending
  const seen = new Map<string, number>()
  for (const event of events) {
    if (event.type === 'notified') continue
    const { alert_id, revision } = event.alert
    expect(revision).toBe((seen.get(alert_id) ?? 0) + 1)
    seen.set(alert_id, revision)
  }
})
