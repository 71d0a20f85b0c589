import { expect, test } from 'vitest'
import { type HealthInputs, healthOf } from './health.ts'

const nothing: HealthInputs = {
  daysSincePush: null,
  openIssues: null,
  stars: null,
  contributors: null,
  ci: null,
  tests: null,
}
const worst: HealthInputs = {
  daysSincePush: 30,
  openIssues: 51,
  stars: 50,
  contributors: 5,
  ci: false,
  tests: false,
}

// Seed 004's base of 50 and the tiers of its upstream; 35 is 50 − 15.
test.each([
  [{}, 35],
  [{ daysSincePush: 29 }, 55],
  [{ openIssues: 50 }, 50],
  [{ openIssues: 10 }, 50],
  [{ openIssues: 9 }, 55],
  [{ openIssues: 5 }, 55],
  [{ openIssues: 4 }, 60],
  [{ openIssues: 0 }, 65],
  [{ stars: 51 }, 40],
  [{ stars: 100 }, 40],
  [{ stars: 101 }, 45],
  [{ contributors: 6 }, 40],
  [{ contributors: 10 }, 40],
  [{ contributors: 11 }, 45],
  [{ ci: true }, 45],
  [{ ci: true, tests: true }, 55],
])('the worst but for %j scores %i', (better, score) => {
  expect(healthOf({ ...worst, ...better })).toMatchObject({
    score,
    lowest: score,
    highest: score,
    unknown: [],
  })
})

test('the best is held at 100', () => {
  // 50 + 20 + 15 + 10 + 10 + 10 + 10 = 125.
  const best = { daysSincePush: 0, openIssues: 0, stars: 101, contributors: 11, ci: true, tests: true }
  expect(healthOf(best)).toMatchObject({ score: 100, lowest: 100, highest: 100 })
})

test('what is unknown adds nothing, is named, and could have added so much', () => {
  // Known: 50 + 20 + 5 = 75. Unknown: open issues −15 to 15, contributors 0 to 10, tests 0 to 10.
  const health = healthOf({ ...nothing, daysSincePush: 1, stars: 60, ci: false })
  expect(health).toMatchObject({
    score: 75,
    lowest: 60,
    highest: 100,
    unknown: ['open_issues', 'contributors', 'tests'],
  })
  expect(health.terms).toContainEqual({
    term: 'tests',
    value: null,
    points: null,
    least: 0,
    most: 10,
    rule: 'one of them is named like a test: 10',
  })
  expect(health.terms.find(({ term }) => term === 'last_push')).toMatchObject({ value: 1, points: 20 })
  expect(healthOf(nothing)).toMatchObject({ score: 50, lowest: 35, highest: 100 })
})
