import { simulateStream } from '@octometer/testkit'

/** What decides a workload, the same in every process that simulates it. */
export interface WorkloadSize {
  readonly seed: number
  readonly deliveries: number
}

const START = new Date('2026-03-02T00:00:00Z')

/** The workload's deliveries one by one, in the order in which they are to be sent; returns the rest at the end. */
export function crashWorkload({ seed, deliveries }: WorkloadSize): ReturnType<typeof simulateStream> {
  return simulateStream({ seed, deliveries, start: START, days: 42 })
}

/** After which delivery the API call of this place in the list is reported: they are spread over all of them. */
export function reportedAfter(call: number, calls: number, deliveries: number): number {
  return Math.min(deliveries - 1, Math.floor(((call + 1) * deliveries) / calls) - 1)
}
