import { expect, test } from 'vitest'
import { genuineExample, objectIn } from './examples.ts'
import type { Json, JsonObject } from './json.ts'
import { simulateWorkload } from './simulate.ts'

const { deliveries } = simulateWorkload({
  seed: 8,
  deliveries: 4_000,
  start: new Date('2024-03-04T00:00:00Z'),
  days: 14,
})

// Keys that GitHub sends only in some cases, of which the genuine example happens to be one.
const occasional = ['installation', 'organization', 'deployment']
// What an app may do differs from app to app.
const various = ['permissions']

function kind(value: Json | undefined): string {
  if (value === null || value === undefined) return 'nothing'
  return Array.isArray(value) ? 'list' : typeof value
}

/** Where `ours` lacks a key of `genuine`, or has a value of another kind in its place. */
function differences(genuine: JsonObject, ours: JsonObject, path: string): string[] {
  return Object.entries(genuine).flatMap(([key, value]) => {
    const here = `${path}.${key}`
    const other = ours[key]
    if (!(key in ours)) return occasional.includes(key) ? [] : [`${here} is missing`]
    const kinds = [kind(value), kind(other)]
    if (kinds.includes('nothing')) return []
    if (kinds[0] !== kinds[1]) return [`${here} is ${kinds[1]}, not ${kinds[0]}`]
    if (kinds[0] !== 'object' || various.includes(key)) return []
    return differences(objectIn(genuine, key), objectIn(ours, key), here)
  })
}

test.each([
  ['push', 4],
  ['pull_request', 14],
  ['pull_request_review', 3],
  ['pull_request_review_comment', 2],
  ['pull_request_review_thread', 1],
  ['issue_comment', 3],
  ['issues', 15],
  ['check_suite', 3],
  ['check_run', 3],
  ['workflow_run', 2],
  ['workflow_job', 1],
  ['status', 2],
  ['deployment', 3],
  ['deployment_status', 3],
  ['release', 2],
  ['star', 1],
  ['fork', 1],
  ['create', 1],
  ['delete', 1],
  ['repository', 9],
] as const)('every simulated %s has the shape of the genuine one', (event, index) => {
  const genuine = genuineExample(event, index)
  const told = deliveries
    .filter((delivery) => delivery.event === event)
    // What changed about a repository differs from action to action.
    .filter(({ payload }) => event !== 'repository' || payload.action === genuine.action)
  expect(told.length).toBeGreaterThan(0)
  const found = told.flatMap(({ payload }) => differences(genuine, payload, event))
  expect([...new Set(found)]).toEqual([])
})

test('no genuine name is left in what is about somebody else', () => {
  const lived = deliveries.filter(({ event }) =>
    ['push', 'pull_request', 'issues', 'check_suite'].includes(event),
  )
  const leaks = lived.filter(({ body }) =>
    /repos\/Codertocat|users\/Codertocat|"full_name":"Codertocat/.test(body),
  )
  expect(leaks.map(({ event }) => event)).toEqual([])
})
