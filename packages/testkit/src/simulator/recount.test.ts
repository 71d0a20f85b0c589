import { expect, test } from 'vitest'
import type { SimulatedDelivery } from './delivery.ts'
import { createRandom } from './random.ts'
import { recountFacts } from './recount.ts'
import { barestRank, recountPulls, recountReviews, recountTimeline } from './recount-pulls.ts'
import { simulateWorkload } from './simulate.ts'

const workload = simulateWorkload({
  seed: 11,
  deliveries: 5_000,
  start: new Date('2024-03-04T00:00:00Z'),
  days: 21,
})
const { deliveries, expected } = workload

function shuffled(seed: number): SimulatedDelivery[] {
  const order = createRandom(seed)
  return deliveries
    .map((delivery) => ({ delivery, at: order.next() }))
    .sort((left, right) => left.at - right.at)
    .map(({ delivery }) => delivery)
}

const byName = (facts: ReadonlyArray<{ counter: string; repositoryId: number; key: string; at: number }>) =>
  facts.map(({ counter, repositoryId, key, at }) => `${counter} ${repositoryId} ${key} ${at}`).sort()

test('every fact that the lives told of is in the payloads, and no other', () => {
  expect(byName(recountFacts(shuffled(1)))).toEqual(byName(expected.facts))
})

test('twice delivered is once counted', () => {
  const facts = recountFacts([...deliveries, ...shuffled(2)])
  expect(facts.filter(({ counter }) => counter === 'commits')).toHaveLength(expected.counters.commits)
  expect(facts).toHaveLength(expected.facts.length)
})

const stateOf = (pulls: typeof expected.pullRequests) =>
  pulls.map(({ timeline, first_review_at, first_approval_at, reviews, ...state }) => state)

const ranks = {
  barest: barestRank,
  'by alphabet between opened and closed': (event: string, action: string) =>
    barestRank(event, action) + (action === 'closed' ? 0 : action.charCodeAt(0) / 1000),
  'against the alphabet': (event: string, action: string) =>
    barestRank(event, action) + (action === 'closed' ? 0 : (200 - action.charCodeAt(0)) / 1000),
}

test.each(Object.entries(ranks))('the greatest observation is the truth, ranked %s', (_name, rank) => {
  const key = ({ repository_id, number }: { repository_id: number; number: number }) =>
    repository_id * 1e5 + number
  const found = recountPulls(shuffled(3), rank).sort((a, b) => key(a) - key(b))
  expect(found).toEqual(stateOf(expected.pullRequests).sort((a, b) => key(a) - key(b)))
})

test('reviews, the first by a peer and the first approval are those of the payloads', () => {
  const found = recountReviews(deliveries)
  for (const pull of expected.pullRequests) {
    const { reviews, first_review_at, first_approval_at } = pull
    const read = found.get(`${pull.repository_id}#${pull.number}`)
    const nothing = { reviews: [], first_review_at: null, first_approval_at: null }
    expect({ reviews, first_review_at, first_approval_at }).toEqual(read ?? nothing)
  }
})

test('timelines are those of the payloads', () => {
  const told = expected.pullRequests.flatMap(({ repository_id, number, timeline }) =>
    timeline.map(
      ({ event, action, subject, at }) =>
        `${repository_id}#${number} ${event} ${action} ${subject} ${at ?? 'receipt'}`,
    ),
  )
  expect(recountTimeline(shuffled(4))).toEqual(told.sort())
})
