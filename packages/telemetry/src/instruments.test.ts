import { expect, test } from 'vitest'
import { counter, gauge, histogram } from './instruments.ts'
import { renderPrometheus } from './prometheus.ts'

test('a counter exists from the start with 0, for each of its label sets', async () => {
  counter('octo_first_total', { description: 'one series' })
  const second = counter('octo_second_total', {
    description: 'two',
    series: [{ status: '202' }, { status: '401' }],
  })
  counter('octo_third_total', { description: 'none yet', series: [] })
  second.add(2, { status: '401' })
  const text = await renderPrometheus()
  expect(text).toContain('\nocto_first_total 0\n')
  expect(text).toContain('\nocto_second_total{status="202"} 0\n')
  expect(text).toContain('\nocto_second_total{status="401"} 2\n')
  expect(text).not.toMatch(/^octo_third_total/m)
})

test('the text has help and type, and no labels that nobody gave', async () => {
  counter('octo_fourth_total', { description: 'says what it counts', unit: '{thing}' }).add(1)
  const text = await renderPrometheus()
  expect(text).toContain('# HELP octo_fourth_total says what it counts')
  expect(text).toContain('# TYPE octo_fourth_total counter')
  expect(text).not.toContain('otel_scope')
})

test('the same counter made twice is one series', async () => {
  counter('octo_shared_total', { description: 'shared' }).add(1)
  counter('octo_shared_total', { description: 'shared' }).add(2)
  expect(await renderPrometheus()).toMatch(/^octo_shared_total 3$/m)
})

test('a histogram counts into its buckets', async () => {
  const sizes = histogram('octo_sizes_bytes', { description: 'sizes', unit: 'By', buckets: [10, 100] })
  for (const size of [5, 50, 500]) sizes.record(size, { kind: 'body' })
  const text = await renderPrometheus()
  expect(text).toMatch(/^octo_sizes_bytes_bucket\{kind="body",le="10"\} 1$/m)
  expect(text).toMatch(/^octo_sizes_bytes_bucket\{kind="body",le="100"\} 2$/m)
  expect(text).toMatch(/^octo_sizes_bytes_bucket\{kind="body",le="\+Inf"\} 3$/m)
  expect(text).toMatch(/^octo_sizes_bytes_sum\{kind="body"\} 555$/m)
})

test('a declared series of a histogram exists with nothing in it, until something is recorded', async () => {
  const waits = histogram('octo_waits_seconds', { description: 'waits', unit: 's', buckets: [1, 2] })
  for (const event of ['push', 'fork']) waits.declare({ event })
  const before = await renderPrometheus()
  expect(before).toContain('# TYPE octo_waits_seconds histogram')
  expect(before).toMatch(/^octo_waits_seconds_bucket\{event="push",le="1"\} 0$/m)
  expect(before).toMatch(/^octo_waits_seconds_count\{event="fork"\} 0$/m)
  waits.record(1.5, { event: 'push' })
  const after = await renderPrometheus()
  expect(after.match(/^octo_waits_seconds_count\{event="push"\} .*$/gm)).toEqual([
    'octo_waits_seconds_count{event="push"} 1',
  ])
  expect(after).toMatch(/^octo_waits_seconds_count\{event="fork"\} 0$/m)
  expect(after.match(/^# TYPE octo_waits_seconds /gm)).toHaveLength(1)
})

test('gauges are read when asked, may share a name, and end when disposed of', async () => {
  let depth = 1
  const lag = (projection: string, read: () => number) =>
    gauge('octo_lag_messages', { description: 'lag' }, async () => [
      { value: read(), labels: { projection } },
    ])
  const counters = lag('counters', () => depth)
  lag('deliveries', () => 7)
  depth = 5
  const before = await renderPrometheus()
  expect(before).toMatch(/^octo_lag_messages\{projection="counters"\} 5$/m)
  expect(before).toMatch(/^octo_lag_messages\{projection="deliveries"\} 7$/m)
  counters[Symbol.dispose]()
  expect(await renderPrometheus()).not.toContain('projection="counters"')
})

test('a gauge that throws, or never answers, is left out and counted; the others are answered', async () => {
  const broken = gauge('octo_broken', { description: 'throws' }, () => {
    throw new Error('no connection')
  })
  const silent = gauge('octo_silent', { description: 'hangs' }, () => new Promise<number>(() => undefined))
  gauge('octo_fine', { description: 'works' }, () => 1)
  const text = await renderPrometheus()
  broken[Symbol.dispose]()
  silent[Symbol.dispose]()
  expect(text).toMatch(/^octo_fine 1$/m)
  expect(text).not.toMatch(/^octo_(broken|silent) /m)
  expect(await renderPrometheus()).toMatch(/^octo_metric_read_failures_total 2$/m)
})

test('the process shows its memory, its CPU time and how late its event loop is', async () => {
  const text = await renderPrometheus()
  const value = (name: string) => Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1])
  expect(value('process_resident_memory_bytes')).toBeGreaterThan(1e7)
  expect(value('process_cpu_seconds_total')).toBeGreaterThan(0)
  expect(value('process_start_time_seconds')).toBeCloseTo(performance.timeOrigin / 1e3, 1)
  expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0)
})
