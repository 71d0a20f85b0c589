import { projections } from '@octometer/projectors'
import { beforeAll, expect, inject, test } from 'vitest'
import { failuresOf } from './crash/failures-of.ts'
import { type MatrixReport, runMatrix } from './crash/run-matrix.ts'

const DELIVERIES = 1_500
const KILLS = 2

let report: MatrixReport

// The small form of `npm run test:crash`.
beforeAll(async () => {
  report = await runMatrix({
    seed: 1,
    deliveries: DELIVERIES,
    kills: KILLS,
    natsServerBin: inject('natsServerBin'),
  })
}, 280_000)

test('every part of the system was killed twice, and none ended by itself', () => {
  const names = ['nats-server', 'clickhouse', 'ingress', ...projections.map(({ name }) => name)]
  expect(Object.fromEntries(report.parts.map(({ name, record }) => [name, record.kills]))).toEqual(
    Object.fromEntries(names.map((name) => [name, KILLS])),
  )
  expect(report.parts.flatMap(({ record }) => record.fell)).toEqual([])
})

test('the kills met deliveries on their way: they were sent again, and all were accepted', () => {
  const resends = [...report.sending.resends.values()].reduce((sum, times) => sum + times, 0)
  expect(resends).toBeGreaterThan(0)
  expect(report.sending.guids.size).toBe(DELIVERIES)
})

test('every accepted delivery counts exactly once, and none is missing', () => {
  expect(report.comparisons.map(({ what }) => what)).toContain('counters by repository and day')
  expect(failuresOf(report)).toEqual([])
})
