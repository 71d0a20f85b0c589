import { type CapturedSpan, captureSpans, type SpanCapture } from '@octometer/telemetry'
import { genuineDeliveries } from '@octometer/testkit'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { askStore } from './support/ask-store.ts'
import { sendSteps } from './support/run-workload.ts'
import { startTestSystem, type TestSystem } from './support/system.ts'

let system: TestSystem
let capture: SpanCapture
let spans: readonly CapturedSpan[]

const deliveries = genuineDeliveries()
  .filter(({ event }) => event === 'pull_request')
  .slice(0, 3)

// The projectors start when all three lie in the log: they share one batch.
beforeAll(async () => {
  capture = captureSpans()
  system = await startTestSystem({ natsServerBin: inject('natsServerBin') })
  await sendSteps(
    system,
    deliveries.map((delivery) => ({ kind: 'deliver', delivery, outOfOrder: false })),
  )
  await using projectors = await system.startProjectors()
  await projectors.caughtUp()
  await projectors[Symbol.asyncDispose]()
  spans = [...capture.spans]
})

afterAll(async () => {
  capture.stop()
  await system[Symbol.asyncDispose]()
})

const posts = () => spans.filter(({ name, parentSpanId }) => name.startsWith('POST') && parentSpanId === null)

test('each delivery has a trace of its own, from its POST', () => {
  expect(new Set(posts().map(({ traceId }) => traceId)).size).toBe(deliveries.length)
})

test.each(['deliveries', 'counters', 'pull-requests'])(
  'each trace reaches %s and links to the insert that they share',
  (projection) => {
    const inserts = spans.filter(({ name }) => name === `insert ${projection}`)
    const linked = posts().map(({ traceId }) => {
      const projects = spans.filter(
        (span) => span.traceId === traceId && span.name === `project ${projection}`,
      )
      expect(projects).toHaveLength(1)
      return projects[0]?.links[0]?.spanId
    })
    expect(new Set(linked).size).toBe(1)
    expect(inserts.map(({ spanId }) => spanId)).toContain(linked[0])
  },
)

// Spans of several traces each tell the time by a clock of their own, to a millisecond or two: the order of their ends is exact.
test('a project span lasts until its rows are written', () => {
  const projects = spans.filter(({ name }) => name.startsWith('project '))
  expect(projects.length).toBeGreaterThanOrEqual(3 * deliveries.length)
  for (const span of projects) {
    const writes = spans.filter(({ parentSpanId }) => parentSpanId === span.links[0]?.spanId)
    expect(writes.some(({ name }) => name.startsWith('clickhouse insert '))).toBe(true)
    for (const write of writes) expect(spans.indexOf(write)).toBeLessThan(spans.indexOf(span))
  }
})

test("the delivery's row keeps its trace id", async () => {
  const rows = await askStore<{ trace_id: string }>(system.access, 'SELECT trace_id FROM deliveries')
  expect(rows.map(({ trace_id }) => trace_id).sort()).toEqual(
    posts()
      .map(({ traceId }) => traceId)
      .sort(),
  )
})
