import { setTimeout as delay } from 'node:timers/promises'

/** Unix milliseconds. */
export interface Clock {
  now(): number
}

/** Ends after `ms` of the clock's time; rejects as soon as the signal aborts. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

const LONGEST_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = { now: () => Date.now() }

/** Sleeping for more than a timer can hold ends earlier: whoever sleeps looks at the clock again. */
export const systemSleep: Sleep = (ms, signal) =>
  delay(Math.min(Math.max(ms, 0), LONGEST_TIMER_MS), undefined, { signal })
