import { ValueType } from '@opentelemetry/api'
import {
  AggregationTemporality,
  DataPointType,
  type HistogramMetricData,
  type MetricData,
} from '@opentelemetry/sdk-metrics'
import type { Labels } from './gauges.ts'

interface DeclaredHistogram {
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly boundaries: number[]
}

// OpenTelemetry knows a series of a histogram from its first record on; a rate that begins there misses that record.
const declared = new Map<string, { histogram: DeclaredHistogram; series: Map<string, Labels> }>()

export function declareHistogramSeries(histogram: DeclaredHistogram, labels: Labels): void {
  const known = declared.get(histogram.name) ?? { histogram, series: new Map<string, Labels>() }
  declared.set(histogram.name, known)
  known.series.set(keyOf(labels), labels)
}

/** The same metrics with the declared series that nothing was recorded of yet. */
export function withDeclaredSeries(metrics: readonly MetricData[]): MetricData[] {
  const names = new Set(metrics.map(({ descriptor }) => descriptor.name))
  const unrecorded = [...declared.values()].filter(({ histogram }) => !names.has(histogram.name))
  return [
    ...metrics.map((metric) => (metric.dataPointType === DataPointType.HISTOGRAM ? filled(metric) : metric)),
    ...unrecorded.map(({ histogram }) => filled(emptyMetric(histogram))),
  ]
}

function filled(metric: HistogramMetricData): HistogramMetricData {
  const known = declared.get(metric.descriptor.name)
  if (known === undefined) return metric
  const recorded = new Set(metric.dataPoints.map(({ attributes }) => keyOf(attributes)))
  const missing = [...known.series].filter(([key]) => !recorded.has(key)).map(([, labels]) => labels)
  const points = missing.map((labels) => emptyPoint(labels, known.histogram.boundaries))
  return { ...metric, dataPoints: [...metric.dataPoints, ...points] }
}

function emptyPoint(labels: Labels, boundaries: number[]): HistogramMetricData['dataPoints'][number] {
  const counts = Array.from({ length: boundaries.length + 1 }, () => 0)
  const value = { buckets: { boundaries, counts }, count: 0, sum: 0 }
  return { attributes: labels, startTime: [0, 0], endTime: [0, 0], value }
}

function emptyMetric({ name, description, unit }: DeclaredHistogram): HistogramMetricData {
  return {
    descriptor: { name, description, unit, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.HISTOGRAM,
    dataPoints: [],
  }
}

function keyOf(labels: object): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
}
