import type { MetricOptions, ObservableCallback } from '@opentelemetry/api'
import { type GaugeReading, type Labels, registerGauge } from './gauges.ts'
import { declareHistogramSeries } from './histogram-series.ts'
import { currentMeters, exportingMeter } from './meters.ts'

export interface InstrumentOptions {
  readonly description: string
  /** As OpenTelemetry writes units: `s`, `By`, `1`, `{delivery}`. */
  readonly unit?: string
}

export interface CounterOptions extends InstrumentOptions {
  /** The label sets that exist from the start with 0. Without labels: the one series. `[]`: none is known yet. */
  readonly series?: readonly Labels[]
}

export interface HistogramOptions extends InstrumentOptions {
  /** Upper bounds of the buckets, ascending, in the unit; a millisecond to ten seconds unless given. */
  readonly buckets?: readonly number[]
}

export interface Counter {
  add(value: number, labels?: Labels): void
}

export interface Histogram {
  record(value: number, labels?: Labels): void
  /** Lets a series exist with nothing in it. */
  declare(labels: Labels): void
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** A number that only grows, named `octo_<thing>_<unit>_total`. */
export function counter(name: string, options: CounterOptions): Counter {
  const counters = currentMeters().map((meter) => meter.createCounter(name, metricOptions(options)))
  const add = (value: number, labels: Labels = {}) => {
    for (const each of counters) each.add(value, labels)
  }
  for (const labels of options.series ?? [{}]) add(0, labels)
  return { add }
}

/** A distribution, named `octo_<thing>_<unit>`. Its series exist from their first record on, or once declared. */
export function histogram(name: string, options: HistogramOptions): Histogram {
  const boundaries = [...(options.buckets ?? SECONDS)]
  const advice = { explicitBucketBoundaries: boundaries }
  const histograms = currentMeters().map((meter) =>
    meter.createHistogram(name, { ...metricOptions(options), advice }),
  )
  return {
    record(value, labels = {}) {
      for (const each of histograms) each.record(value, labels)
    },
    declare(labels) {
      const { description, unit = '' } = options
      declareHistogramSeries({ name, description, unit, boundaries }, labels)
    },
  }
}

/**
 * A number that is read when somebody asks. Several may share a name when their labels differ. A read that throws, or
 * takes longer than two seconds, leaves its series out of that answer. Disposing of the gauge ends the reading.
 */
export function gauge(
  name: string,
  options: InstrumentOptions,
  read: () => number | readonly GaugeReading[] | Promise<number | readonly GaugeReading[]>,
): Disposable {
  const readings = async () => {
    const now = await read()
    return typeof now === 'number' ? [{ value: now }] : now
  }
  const { description, unit = '' } = options
  const registered = registerGauge({ name, description, unit, read: readings })
  const exported = exportingMeter()?.createObservableGauge(name, metricOptions(options))
  const observe: ObservableCallback = async (result) => {
    for (const { value, labels = {} } of await readings()) result.observe(value, labels)
  }
  exported?.addCallback(observe)
  return {
    [Symbol.dispose]() {
      registered[Symbol.dispose]()
      exported?.removeCallback(observe)
    },
  }
}

function metricOptions({ description, unit }: InstrumentOptions): MetricOptions {
  return unit === undefined ? { description } : { description, unit }
}
