import { decodeMessage } from '@octometer/event-contracts'
import { storedDelivery, storedSnapshot } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { exclusionOf } from './exclusion.ts'
import { codeOf } from './generation.ts'
import { projectMessage } from './project-message.ts'
import { type Projection, projected } from './projection.ts'

const base = { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ }
const push = storedDelivery({ event: 'push', payload: { repository: { id: 7, full_name: 'Acme/next.js' } } })
const installation = storedDelivery({ event: 'installation', payload: { repository: null } })

test.each([
  [{}, null],
  [{ include: [], exclude: [] }, null],
  [{ exclude: ['acme/NEXT.js'] }, 'excluded by acme/NEXT.js'],
  [{ exclude: ['acme/*'] }, 'excluded by acme/*'],
  [{ exclude: ['*/next.*', 'push'] }, 'excluded by */next.*'],
  [{ exclude: ['push'] }, 'excluded by push'],
  [{ exclude: ['acme/nextxjs', 'acm/*', 'pus', 'acme', 'next.js'] }, null],
  [{ include: ['acme/*'] }, null],
  [{ include: ['other/*', 'acme/api'] }, 'its repository is not included'],
  [{ include: ['push'] }, null],
  [{ include: ['pull_request*'] }, 'its event is not included'],
  [{ include: ['acme/*', 'issues'] }, 'its event is not included'],
  [{ include: ['acme/*', 'push'], exclude: ['acme/next.js'] }, 'excluded by acme/next.js'],
])('with %j a push to Acme/next.js is left out: %j', (settings, reason) => {
  expect(exclusionOf(decodeMessage(push), { ...base, ...settings })).toBe(reason)
})

test('what is of no repository is of none that are included, and of none that are excluded', () => {
  const of = (settings: object) => exclusionOf(decodeMessage(installation), { ...base, ...settings })
  expect(of({ include: ['acme/*'] })).toBe('its repository is not included')
  expect(of({ exclude: ['*/*'] })).toBeNull()
})

const look = {
  snapshot_id: 'a',
  taken_at: '2026-01-05T10:00:00Z',
  repository_id: 7,
  repository: 'Acme/next.js',
}
const commits = storedSnapshot({ ...look, type: 'commits', branch: 'main', commits: [] })
const totals = storedSnapshot({ ...look, type: 'totals', totals: {} })

test('what a sync saw is left out like the deliveries that tell of it; what no delivery tells never is', () => {
  const of = (settings: object) => exclusionOf(decodeMessage(commits), { ...base, ...settings })
  expect(of({ exclude: ['acme/*'] })).toBe('excluded by acme/*')
  expect(of({ exclude: ['push'] })).toBe('excluded by push')
  expect(of({ include: ['issues'] })).toBe('its event is not included')
  expect(of({ include: ['acme/*', 'push'] })).toBeNull()
  expect(exclusionOf(decodeMessage(totals), { ...base, exclude: ['acme/*'] })).toBeNull()
})

const counting: Projection = {
  name: 'counting',
  version: 1,
  stream: 'EVENTS',
  handles: { deliveries: ['push'], commands: [], apiCalls: false },
  tables: ['rows'],
  dependsOn: [],
  generational: true,
  project: () => projected({ rows: [{}] }),
}

test('a projection ignores it with the reason; the archive keeps it', () => {
  const settings = { ...base, exclude: ['push'] }
  expect(projectMessage(counting, settings, push).outcome).toEqual({
    outcome: 'ignored',
    reason: 'excluded by push',
  })
  expect(projectMessage({ ...counting, generational: false }, settings, push).outcome).toMatchObject({
    outcome: 'projected',
  })
})

test('what is left out makes another generation, but not of a projection that reads no deliveries', () => {
  const excluding = { ...base, exclude: ['push'] }
  expect(codeOf(counting, excluding, '')).not.toBe(codeOf(counting, base, ''))
  const including = { ...base, include: ['push'] }
  expect(codeOf(counting, including, '')).not.toBe(codeOf(counting, excluding, ''))
  const calls = { ...counting, handles: { deliveries: [], commands: [], apiCalls: true } }
  expect(codeOf(calls, excluding, '')).toBe(codeOf(calls, base, ''))
})
