import type { AnswerOf, getRepository } from '@octometer/gateway-api'

type Health = NonNullable<AnswerOf<typeof getRepository>['health']>
type Term = Health['terms'][number]

/** What a repository's health is worked out from; null is unknown. */
export interface HealthInputs {
  readonly daysSincePush: number | null
  readonly openIssues: number | null
  readonly stars: number | null
  readonly contributors: number | null
  readonly ci: boolean | null
  readonly tests: boolean | null
}

const BASE = 50

/**
 * Seed 004's score with the tiers of its upstream: 50 points, and what each term adds. A term whose input is unknown
 * adds nothing; `lowest` and `highest` say what it could have added.
 */
export function healthOf(inputs: HealthInputs): Health {
  const terms = termsOf(inputs)
  const sum = (pointsOf: (term: Term) => number) =>
    Math.min(
      100,
      Math.max(
        0,
        terms.reduce((total, term) => total + pointsOf(term), 0),
      ),
    )
  return {
    score: sum(({ points }) => points ?? 0),
    lowest: sum(({ points, least }) => points ?? least),
    highest: sum(({ points, most }) => points ?? most),
    unknown: terms.filter(({ points }) => points === null).map(({ term }) => term),
    terms,
  }
}

function termsOf({ daysSincePush, openIssues, stars, contributors, ci, tests }: HealthInputs): Term[] {
  return [
    { term: 'base', value: null, points: BASE, least: BASE, most: BASE, rule: '50 to begin with' },
    termOf('last_push', daysSincePush, [0, 20], 'less than 30 days ago: 20', (days) => (days < 30 ? 20 : 0)),
    termOf(
      'open_issues',
      openIssues,
      [-15, 15],
      'none: 15; below 5: 10; below 10: 5; above 50: −15',
      (open) => {
        if (open === 0) return 15
        if (open < 10) return open < 5 ? 10 : 5
        return open > 50 ? -15 : 0
      },
    ),
    termOf('stars', stars, [0, 10], 'above 100: 10; above 50: 5', (given) => tier(given, 100, 50)),
    termOf('contributors', contributors, [0, 10], 'above 10: 10; above 5: 5', (given) => tier(given, 10, 5)),
    termOf('ci', ci, [0, 10], 'a check, status or workflow within 90 days: 10', (is) => (is ? 10 : 0)),
    termOf('tests', tests, [0, 10], 'one of them is named like a test: 10', (is) => (is ? 10 : 0)),
  ]
}

function termOf<T extends number | boolean>(
  term: Term['term'],
  value: T | null,
  [least, most]: readonly [least: number, most: number],
  rule: string,
  pointsOf: (value: T) => number,
): Term {
  return { term, value, points: value === null ? null : pointsOf(value), least, most, rule }
}

function tier(value: number, high: number, middle: number): number {
  if (value > high) return 10
  return value > middle ? 5 : 0
}
