import { type Job, type JobSorting, jobOrderValue } from '@octometer/event-contracts'

type Place = NonNullable<JobSorting['after']>

/** Those after a place in an order: what has no value comes last, whichever the direction, and equal ones stand by their ids. */
export function jobsInOrder(jobs: readonly Job[], { order, descending, after }: JobSorting): readonly Job[] {
  const placed = jobs.map((job) => ({ job, value: jobOrderValue(job, order), id: job.id }))
  const rest = after === null ? placed : placed.filter((place) => compare(place, after, descending) > 0)
  return rest.sort((one, other) => compare(one, other, descending)).map(({ job }) => job)
}

function compare(one: Place, other: Place, descending: boolean): number {
  if (one.value === other.value) return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
  if (one.value === null || other.value === null) return one.value === null ? 1 : -1
  return one.value < other.value === descending ? 1 : -1
}
