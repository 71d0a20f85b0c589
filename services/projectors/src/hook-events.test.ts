import { defaultHookEvents, knownEvents } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { projections } from './projections.ts'

/** Read models that handle every event look at its repository: this one alone tells that one was renamed or deleted. */
const OF_EVERY_EVENT = ['repository']

test('hooks are created for what a read model handles, and for nothing else', () => {
  const handled = projections.flatMap(({ handles }) =>
    handles.deliveries === 'all' ? [] : handles.deliveries,
  )
  expect([...defaultHookEvents]).toEqual([...new Set([...handled, ...OF_EVERY_EVENT])].sort())
  expect(knownEvents).toEqual(expect.arrayContaining([...defaultHookEvents]))
})
