import { expect, test } from 'vitest'
import { wants, wantsEvent } from './receiver-filter.ts'

const pull = { event: 'pull_request', action: 'opened', repository: 'Acme/Api' }
const all = { events: [], repositories: [] }

test('without a filter everything is wanted, of no repository too', () => {
  expect(wants(all, pull)).toBe(true)
  expect(wants(all, { event: 'installation', action: 'created', repository: null })).toBe(true)
})

test.each([
  [['pull_request'], true],
  [['pull_request.opened'], true],
  [['pull_request.closed'], false],
  [['pull_request.closed', 'push', 'pull_request.opened'], true],
  [['pull'], false],
])('of the events %j it is wanted: %s', (events, wanted) => {
  expect(wants({ ...all, events }, pull)).toBe(wanted)
})

test('an event without an action is wanted by its name alone', () => {
  const push = { event: 'push', action: null, repository: 'acme/api' }
  expect(wants({ ...all, events: ['push'] }, push)).toBe(true)
  expect(wants({ ...all, events: ['push.created'] }, push)).toBe(false)
})

test.each([
  [['acme/api'], true],
  [['ACME/*'], true],
  [['acme/web', 'other/*'], false],
  [['acm/*'], false],
])('of the repositories %j it is wanted: %s', (repositories, wanted) => {
  expect(wants({ ...all, repositories }, pull)).toBe(wanted)
  expect(wants({ ...all, repositories }, { ...pull, repository: null })).toBe(false)
})

test('whether a body must be opened is seen by the event alone', () => {
  const events = ['pull_request.opened', 'push']
  expect(wantsEvent({ ...all, events }, 'pull_request')).toBe(true)
  expect(wantsEvent({ ...all, events }, 'pull_request_review')).toBe(false)
  expect(wantsEvent(all, 'anything')).toBe(true)
})
