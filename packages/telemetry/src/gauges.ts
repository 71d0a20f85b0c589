import { ValueType } from '@opentelemetry/api'
import { AggregationTemporality, DataPointType, type GaugeMetricData } from '@opentelemetry/sdk-metrics'

/** Few values each: never a repository, a user or an identifier. */
export type Labels = Readonly<Record<string, string>>

export interface GaugeReading {
  readonly value: number
  readonly labels?: Labels
}

export interface Gauge {
  readonly name: string
  readonly description: string
  readonly unit: string
  readonly read: () => Promise<readonly GaugeReading[]>
}

export interface GaugeReadings {
  readonly metrics: GaugeMetricData[]
  readonly errors: readonly unknown[]
}

// OpenTelemetry's cumulative observable gauges repeat the last value of a series that nobody reads any more.
// A lag that is no longer known must not be shown, so the gauges are kept and read here.
const gauges = new Set<Gauge>()

/** Adds a gauge to what is read; disposing takes it out. */
export function registerGauge(gauge: Gauge): Disposable {
  gauges.add(gauge)
  return { [Symbol.dispose]: () => void gauges.delete(gauge) }
}

/** Reads every gauge side by side; one that throws or is later than the deadline is an error. */
export async function readGauges(deadlineMs: number): Promise<GaugeReadings> {
  const deadline = AbortSignal.timeout(deadlineMs)
  const read = await Promise.allSettled([...gauges].map((gauge) => readOne(gauge, deadline)))
  const byName = new Map<string, { gauge: Gauge; series: Map<string, GaugeReading> }>()
  for (const result of read) {
    if (result.status === 'rejected') continue
    const { gauge, readings } = result.value
    const known = byName.get(gauge.name) ?? { gauge, series: new Map() }
    byName.set(gauge.name, known)
    // One line per label set: two gauges may tell of the same thing, but Prometheus refuses it twice.
    for (const reading of readings) known.series.set(JSON.stringify(reading.labels ?? {}), reading)
  }
  return {
    metrics: [...byName.values()].map(({ gauge, series }) => toMetric(gauge, [...series.values()])),
    errors: read.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])),
  }
}

async function readOne(gauge: Gauge, deadline: AbortSignal) {
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () => reject(deadline.reason), { once: true })
  })
  return { gauge, readings: await Promise.race([gauge.read(), late]) }
}

function toMetric({ name, description, unit }: Gauge, readings: readonly GaugeReading[]): GaugeMetricData {
  return {
    descriptor: { name, description, unit, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.GAUGE,
    dataPoints: readings.map(({ value, labels = {} }) => ({
      value,
      attributes: labels,
      startTime: [0, 0],
      endTime: [0, 0],
    })),
  }
}
