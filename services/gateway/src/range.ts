import { wrongParameter } from './request-parameters.ts'

export interface TimeRange {
  readonly since: Date | null
  readonly until: Date | null
}

interface GivenRange {
  readonly since?: string | undefined
  readonly until?: string | undefined
}

// Nothing is stored outside these: a bound beyond them means the same as the bound itself.
const FIRST = new Date(0)
const LAST = new Date('2106-01-01T00:00:00Z')

/** The times of `since` and `until`. Throws a 400 for a range that ends before it begins. */
export function readRange({ since, until }: GivenRange): TimeRange {
  if (since !== undefined && until !== undefined && Date.parse(since) >= Date.parse(until)) {
    throw wrongParameter('until', 'must be later than since')
  }
  return { since: toTime(since), until: toTime(until) }
}

function toTime(given: string | undefined): Date | null {
  return given === undefined ? null : clamp(new Date(given))
}

export function clamp(time: Date): Date {
  return time < FIRST ? FIRST : time > LAST ? LAST : time
}
