import { expect, test } from 'vitest'
import { planKills } from './kill-plan.ts'

const options = { seed: 7, targets: ['ingress', 'counters', 'nats'], kills: 20, deliveries: 10_000 }

test('every target dies once in each twentieth of the sending', () => {
  const plan = planKills(options)
  expect(plan).toHaveLength(60)
  for (const target of options.targets) {
    const parts = plan.filter((kill) => kill.target === target).map(({ at }) => Math.floor(at / 500))
    expect(parts).toEqual(Array.from({ length: 20 }, (_, index) => index))
  }
})

test('in the order of the sending, and never before its first delivery or after its last', () => {
  const points = planKills({ ...options, deliveries: 40 }).map(({ at }) => at)
  expect(points).toEqual([...points].sort((left, right) => left - right))
  expect(points[0]).toBeGreaterThanOrEqual(1)
  expect(points.at(-1)).toBeLessThan(40)
})

test('the same seed gives the same plan, another seed another', () => {
  expect(planKills(options)).toEqual(planKills(options))
  expect(planKills({ ...options, seed: 8 })).not.toEqual(planKills(options))
})
