import { expect, test } from 'vitest'
import { planKills } from './kill-plan.ts'

const targets = ['ingress', 'counters', 'nats-server'].map((name) => ({ name, worksForMs: 100 }))
const options = { seed: 7, targets, kills: 20, deliveries: 10_000 }

test('every target dies once in each twentieth of the sending', () => {
  const plan = planKills(options)
  expect(plan).toHaveLength(60)
  for (const { name } of targets) {
    const parts = plan.filter(({ target }) => target === name).map(({ at }) => Math.floor(at / 500))
    expect(parts).toEqual(Array.from({ length: 20 }, (_, index) => index))
  }
})

test('in the order of the sending, and never before its first delivery or after its last', () => {
  const points = planKills({ ...options, deliveries: 40 }).map(({ at }) => at)
  expect(points).toEqual([...points].sort((left, right) => left - right))
  expect(points[0]).toBeGreaterThanOrEqual(1)
  expect(points.at(-1)).toBeLessThan(40)
})

test('so long after a delivery as its target may have work with it', () => {
  const delays = planKills(options).map(({ delayMs }) => delayMs)
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...delays)).toBeLessThan(100)
  expect(new Set(delays).size).toBeGreaterThan(10)
})

test('the same seed gives the same plan, another seed another', () => {
  expect(planKills(options)).toEqual(planKills(options))
  expect(planKills({ ...options, seed: 8 })).not.toEqual(planKills(options))
})
