import { planPushIn } from '@octometer/event-contracts'
import { storedDelivery } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { projectMessage } from './project-message.ts'
import { type Projection, projected } from './projection.ts'

const settings = { timezone: 'UTC', testCheckPattern: /test/, hotfixPattern: /hotfix/ }

function projection(project: (payload: unknown) => void): Projection {
  return {
    name: 'counting',
    version: 1,
    stream: 'EVENTS',
    handles: { deliveries: ['push'], commands: [], apiCalls: false },
    tables: ['rows'],
    dependsOn: [],
    generational: true,
    project({ message }) {
      if (message.kind === 'delivery') project(message.delivery.payload)
      return projected({ rows: [] })
    },
  }
}

function outcomeOf(payload: object, project: (payload: unknown) => void) {
  const source = storedDelivery({ event: 'push', payload: { ...payload } })
  return projectMessage(projection(project), settings, source).outcome
}

test('a payload that a schema refuses is rejected in a sentence: which field of what is wrong, and none of its values', () => {
  const payload = { ref: 5, after: null, commits: 'ghp_0123456789', repository: { default_branch: 'main' } }
  expect(outcomeOf(payload, planPushIn)).toEqual({
    outcome: 'rejected',
    reason:
      'failed: push does not fit: ref is a number instead of text; after is null instead of text; commits is text instead of a list',
  })
})

test('another error is told by its name, and its message is cut', () => {
  const outcome = outcomeOf({}, () => {
    throw new RangeError('x'.repeat(5_000))
  })
  expect(outcome).toMatchObject({
    outcome: 'rejected',
    reason: expect.stringMatching(/^failed: RangeError: x+$/),
  })
  expect(outcome?.outcome === 'rejected' && outcome.reason.length).toBeLessThan(450)
})
