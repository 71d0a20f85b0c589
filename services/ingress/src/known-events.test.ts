import { emitterEventNames } from '@octokit/webhooks'
import { knownEvents } from '@octometer/event-contracts'
import { expect, test } from 'vitest'

test("the events that a metric's labels name are GitHub's", () => {
  const names = new Set(emitterEventNames.map((name) => name.split('.')[0]))
  expect([...knownEvents]).toEqual([...names].sort())
})
