import { type Meter, metrics } from '@opentelemetry/api'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { readGauges } from './gauges.ts'
import { withDeclaredSeries } from './histogram-series.ts'

const SCOPE = 'octometer'
const READ_DEADLINE_MS = 2_000

// The process has one set of numbers, as OpenTelemetry's own global has. The Prometheus reader is always there;
// a provider that exports elsewhere is a second one, for a provider takes no reader after it was made.
const reader = new PrometheusExporter({ preventServerStart: true })
const serializer = new PrometheusSerializer('', false, undefined, true, true)
const local = new MeterProvider({ readers: [reader] }).getMeter(SCOPE)
let exported: Meter | null = null

/** The meters that an instrument made now records to. */
export function currentMeters(): readonly Meter[] {
  return exported ? [local, exported] : [local]
}

/** From now on instruments also record to OpenTelemetry's global provider. */
export function alsoExport(): void {
  exported = metrics.getMeter(SCOPE)
}

/** Reads every instrument: the text, and the errors of those that could not be read. */
export async function collectPrometheus(): Promise<{ text: string; errors: readonly unknown[] }> {
  const gauges = await readGauges(READ_DEADLINE_MS)
  const { resourceMetrics, errors } = await reader.collect({ timeoutMillis: READ_DEADLINE_MS })
  const { resource, scopeMetrics } = resourceMetrics
  const [own = { scope: { name: SCOPE }, metrics: [] }, ...others] = scopeMetrics
  const recorded = { ...own, metrics: withDeclaredSeries(own.metrics) }
  const all = [recorded, ...others, { scope: { name: SCOPE }, metrics: gauges.metrics }]
  return {
    text: serializer.serialize({ resource, scopeMetrics: all }),
    errors: [...errors, ...gauges.errors],
  }
}

/** The meter that exports elsewhere, if there is one. */
export function exportingMeter(): Meter | null {
  return exported
}
