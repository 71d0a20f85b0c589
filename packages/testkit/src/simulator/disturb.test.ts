import { expect, test } from 'vitest'
import { type DisturbedStep, disturb } from './disturb.ts'
import { simulateWorkload } from './simulate.ts'

const count = 4_000
const workload = simulateWorkload({
  seed: 2,
  deliveries: count,
  start: new Date('2024-03-04T00:00:00Z'),
  days: 14,
})
const steps = disturb(workload, { seed: 1 })
const of = <K extends DisturbedStep['kind']>(kind: K) =>
  steps.flatMap((step, at) => (step.kind === kind ? [{ step, at }] : []))

test('every delivery is sent, and the fractions are those that were asked for', () => {
  const sent = steps.flatMap((step) => (step.kind === 'deliver' ? [step.delivery.guid] : []))
  expect(sent.toSorted()).toEqual(workload.deliveries.map(({ guid }) => guid).toSorted())
  expect(of('redeliver').length / count).toBeCloseTo(0.05, 1)
  expect(of('second-hook').length / count).toBeCloseTo(0.01, 2)
  expect(of('malformed')).toHaveLength(count / 100)
  const late = steps.filter((step) => step.kind === 'deliver' && step.outOfOrder)
  expect(late.length / count).toBeCloseTo(0.02, 2)
})

test('a redelivery follows its delivery: half of them soon, half much later', () => {
  const first = new Map<string, number>()
  steps.forEach((step, at) => {
    if (step.kind === 'deliver') first.set(step.delivery.guid, at)
  })
  const waits = steps.flatMap((step, at) => {
    if (step.kind !== 'redeliver') return []
    return [{ when: step.when, wait: at - (first.get(step.delivery.guid) ?? Number.POSITIVE_INFINITY) }]
  })
  const late = waits.filter(({ when }) => when === 'late')
  expect(late.length / waits.length).toBeGreaterThan(0.35)
  expect(late.length / waits.length).toBeLessThan(0.65)
  for (const { wait } of waits) expect(wait).toBeGreaterThan(0)
  for (const { wait } of waits.filter(({ when }) => when === 'soon')) expect(wait).toBeLessThan(20)
  // What was itself sent out of order near the end has less than a quarter of the workload behind it.
  expect(late.filter(({ wait }) => wait > count / 5).length / late.length).toBeGreaterThan(0.6)
})

test('a second hook sends the same bytes under another GUID and hook', () => {
  const bodies = new Map(workload.deliveries.map((delivery) => [delivery.body, delivery]))
  for (const step of steps) {
    if (step.kind !== 'second-hook') continue
    const original = bodies.get(step.delivery.body)
    expect(original?.event).toBe(step.delivery.event)
    expect(step.delivery.guid).not.toBe(original?.guid)
    expect(step.delivery.hookId).not.toBe(original?.hookId)
  }
})

test('malformed requests are of every kind, each with the status that it deserves', () => {
  const malformed = steps.flatMap((step) => (step.kind === 'malformed' ? [step] : []))
  expect(new Set(malformed.map(({ name }) => name)).size).toBe(13)
  expect(new Set(malformed.map(({ expectStatus }) => expectStatus))).toEqual(new Set([400, 401, 415]))
  for (const { signature, expectStatus } of malformed)
    expect(expectStatus === 401).toBe(signature !== 'valid')
})

test('the same seed disturbs alike', () => {
  const names = (seed: number) =>
    disturb(workload, { seed }).map((step) => (step.kind === 'malformed' ? step.name : step.delivery.guid))
  expect(names(5)).toEqual(names(5))
  expect(names(5)).not.toEqual(names(6))
})
