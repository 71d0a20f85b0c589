import type { Job, JobSorting } from '@octometer/event-contracts'
import { expect, test } from 'vitest'
import { jobsInOrder } from './jobs-in-order.ts'
import { firstJob, jobOfPush, jobOnRequest } from './new-job.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute))
const place = (id: number) => ({ repository_id: id, repository: `${id % 2 ? 'Acme' : 'acme'}/repo-${id}` })

/** Told in no order: two are queued at once, one has not begun, and one runs. */
const jobs: readonly Job[] = [
  { ...firstJob(place(3), at(2)), id: 'c', attempts: 1, started_at: at(5).toISOString(), state: 'running' },
  { ...jobOnRequest(place(1), 'a', 'mona', at(2)) },
  {
    ...jobOfPush(place(2), { sha: 'f'.repeat(40), pushedAt: at(0), changes: [] }, 'guid', at(1)),
    ...{ id: 'd', attempts: 4, state: 'failed', due_at: at(9).toISOString() },
    ...{ started_at: at(3).toISOString(), ended_at: at(7).toISOString() },
  },
  {
    ...{ ...firstJob(place(4), at(6)), id: 'b', attempts: 1, state: 'succeeded' },
    ...{ started_at: at(7).toISOString(), ended_at: at(8).toISOString() },
  },
]

const ids = (found: readonly Job[]) => found.map(({ id }) => id).join('')

/** From the greatest on, and from the least on. */
const orders: Readonly<Record<JobSorting['order'], readonly [string, string]>> = {
  queued_at: ['bacd', 'dacb'],
  repository: ['bcda', 'adcb'],
  state: ['bcad', 'dacb'],
  priority: ['dabc', 'bcad'],
  cause: ['adbc', 'bcda'],
  attempts: ['dbca', 'abcd'],
  due_at: ['dbac', 'acbd'],
  started_at: ['bcda', 'dcba'],
  ended_at: ['bdac', 'dbac'],
  duration: ['dbac', 'bdac'],
}

test.each(Object.keys(orders) as (keyof typeof orders)[])(
  'jobs by %s: what has no value is last both ways',
  (order) => {
    const found = [true, false].map((descending) =>
      ids(jobsInOrder(jobs, { order, descending, after: null })),
    )
    expect(found).toEqual(orders[order])
  },
)

test('a page begins after a place: after one of two equal values, and after one without a value', () => {
  const equal = { value: at(2).getTime(), id: 'a' }
  expect(ids(jobsInOrder(jobs, { order: 'queued_at', descending: true, after: equal }))).toBe('cd')
  const unknown = { value: null, id: 'a' }
  expect(ids(jobsInOrder(jobs, { order: 'duration', descending: true, after: unknown }))).toBe('c')
  // The job after which the page begins may be forgotten by then.
  const gone = { value: at(1).getTime() + 1, id: 'z' }
  expect(ids(jobsInOrder(jobs, { order: 'queued_at', descending: true, after: gone }))).toBe('d')
})
