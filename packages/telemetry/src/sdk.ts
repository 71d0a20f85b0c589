import { diag } from '@opentelemetry/api'
import { alsoExportLogs } from './exported-logs.ts'
import { alsoExport } from './meters.ts'
import { observeProcess } from './process-metrics.ts'
import { redactText } from './redaction.ts'

const FLUSH_DEADLINE_MS = 5_000

export interface TelemetryOptions {
  /** Named `service.name` unless `OTEL_SERVICE_NAME` says otherwise. */
  readonly serviceName: string
  /** The variables that OpenTelemetry defines (`OTEL_*`); its SDK reads the process's own. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

let shutDown: (() => Promise<void>) | null = null

/**
 * Starts what `OTEL_*` asks for: spans are exported when `OTEL_TRACES_EXPORTER` or an OTLP endpoint is set, metrics
 * and log lines likewise; otherwise tracing stays a no-op and the SDK is not even loaded. Prometheus text is always there.
 * Call it before the first instrument is made; a second call does nothing.
 */
export async function startTelemetry({ serviceName, environment }: TelemetryOptions): Promise<void> {
  if (shutDown) return
  const { spans, metrics, logs } = exportsAsked(environment)
  if (spans || metrics || logs) {
    const { NodeSDK } = await import('@opentelemetry/sdk-node')
    const sdk = new NodeSDK({
      ...(environment.OTEL_SERVICE_NAME ? {} : { serviceName }),
      instrumentations: [],
      ...(spans ? {} : { spanProcessors: [] }),
      ...(metrics ? {} : { metricReaders: [] }),
      ...(logs ? {} : { logRecordProcessors: [] }),
    })
    sdk.start()
    if (metrics) alsoExport()
    if (logs) alsoExportLogs()
    shutDown = () => sdk.shutdown()
  }
  observeProcess()
}

/**
 * Sends what has not been sent, for five seconds at most, and stops exporting.
 * Never throws: a collector that is away does not fail a service's end; OpenTelemetry's diagnostics say what was lost.
 */
export async function shutdownTelemetry(): Promise<void> {
  const stop = shutDown
  shutDown = null
  if (!stop) return
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('the collector took too long')), FLUSH_DEADLINE_MS)
  try {
    await Promise.race([stop(), late.promise])
  } catch (error) {
    diag.warn(`telemetry was not sent whole: ${redactText(String(error))}`)
  } finally {
    clearTimeout(timer)
  }
}

type ExportsAsked = Readonly<Record<'spans' | 'metrics' | 'logs', boolean>>

function exportsAsked(environment: TelemetryOptions['environment']): ExportsAsked {
  const set = (name: string) => environment[name]?.trim() ?? ''
  if (set('OTEL_SDK_DISABLED').toLowerCase() === 'true') return { spans: false, metrics: false, logs: false }
  const asked = (signal: 'TRACES' | 'METRICS' | 'LOGS') => {
    const exporter = set(`OTEL_${signal}_EXPORTER`)
    if (exporter) return exporter !== 'none'
    return Boolean(set('OTEL_EXPORTER_OTLP_ENDPOINT') || set(`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`))
  }
  return { spans: asked('TRACES'), metrics: asked('METRICS'), logs: asked('LOGS') }
}
