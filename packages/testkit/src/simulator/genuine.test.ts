import { expect, test } from 'vitest'
import { genuineDeliveries } from './genuine-deliveries.ts'
import {
  genuineCounters,
  genuineDeliveryCount,
  genuineFactTimes,
  genuinePullRequest,
  genuineReducedPullRequest,
} from './genuine-totals.ts'
import { counterNames } from './oracle-counters.ts'
import { parseBody } from './parsed-payload.ts'
import { recountFacts } from './recount.ts'
import { barestRank, recountPulls, recountReviews, recountTimeline } from './recount-pulls.ts'

const deliveries = genuineDeliveries()

test('every genuine payload is delivered once, always under the same GUID', () => {
  expect(deliveries).toHaveLength(genuineDeliveryCount)
  expect(new Set(deliveries.map(({ guid }) => guid)).size).toBe(genuineDeliveryCount)
  expect(genuineDeliveries().map(({ guid }) => guid)).toEqual(deliveries.map(({ guid }) => guid))
})

test('hooks are of every kind', () => {
  expect(new Set(deliveries.map(({ targetType }) => targetType)).size).toBe(3)
})

test.each(counterNames)(
  'the total of %s that was worked out by hand is what the payloads hold',
  (counter) => {
    const facts = recountFacts(deliveries).filter((fact) => fact.counter === counter)
    expect(facts).toHaveLength(genuineCounters[counter])
    const times = genuineFactTimes.filter(([name]) => name === counter)
    expect(facts.map(({ repositoryId, at }) => [repositoryId, at]).sort()).toEqual(
      times.map(([, repositoryId, at]) => [repositoryId, Date.parse(at)]).sort(),
    )
  },
)

test('the one pull request is as it was worked out by hand', () => {
  const { timeline, reviews, first_review_at, first_approval_at, ...state } = genuinePullRequest
  // The examples of reviews have no `draft` in places, which says nothing of the pull request.
  const whole = deliveries.filter(({ event }) => event === 'pull_request')
  expect(recountPulls(whole, barestRank)).toEqual([state])
  const key = `${state.repository_id}#${state.number}`
  expect(recountReviews(deliveries).get(key)).toEqual({ reviews, first_review_at, first_approval_at })
  const marks = timeline.map(
    ({ event, action, subject, at }) => `${event} ${action} ${subject} ${at ?? 'receipt'}`,
  )
  const other = `${genuineReducedPullRequest.repository_id}#${genuineReducedPullRequest.number}`
  const thread = `${other} pull_request_review_thread resolved PRRT_kwDOEL39TM4w7XDQ receipt`
  expect(recountTimeline(deliveries)).toEqual([...marks.map((mark) => `${key} ${mark}`), thread].sort())
})

test('the pull request that a thread alone tells of', () => {
  const threads = deliveries.filter(({ event }) => event === 'pull_request_review_thread').map(parseBody)
  const told = threads.find(({ repository }) => repository.id === genuineReducedPullRequest.repository_id)
  const { title, draft, state, created_at, user, head, base, merged } = told?.pull_request ?? {}
  expect({ title, draft, state, created_at, head_sha: head?.sha, head_ref: head?.ref }).toEqual({
    title: genuineReducedPullRequest.title,
    draft: genuineReducedPullRequest.draft,
    state: genuineReducedPullRequest.state,
    created_at: genuineReducedPullRequest.created_at,
    head_sha: genuineReducedPullRequest.head_sha,
    head_ref: genuineReducedPullRequest.head_ref,
  })
  expect([user?.login, base?.ref, merged]).toEqual(['octocat', 'master', undefined])
})
