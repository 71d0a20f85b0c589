import { once } from 'node:events'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { z } from 'zod'

type Attributes = Readonly<Record<string, string | number | boolean>>

interface Told {
  /** `service.name` of who told it. */
  readonly service: string
  readonly resource: Attributes
  readonly name: string
  readonly attributes: Attributes
}

export interface ReceivedSpan extends Told {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
}

/** `name` is its text. */
export interface ReceivedLog extends Told {
  readonly severity: string
  readonly traceId: string | null
  readonly spanId: string | null
}

/** One series of a metric, by its attributes. */
export interface ReceivedMetric extends Told {
  readonly unit: string
  readonly kind: 'sum' | 'gauge' | 'histogram'
}

/** Takes what services export by OTLP over HTTP, as JSON (`OTEL_EXPORTER_OTLP_PROTOCOL=http/json`), and keeps it. */
export interface OtlpReceiver extends AsyncDisposable {
  readonly url: string
  readonly spans: readonly ReceivedSpan[]
  readonly logs: readonly ReceivedLog[]
  readonly metrics: readonly ReceivedMetric[]
}

const valueSchema = z
  .object({
    stringValue: z.string(),
    boolValue: z.boolean(),
    intValue: z.coerce.number(),
    doubleValue: z.number(),
  })
  .partial()
  .transform((value) => value.stringValue ?? value.boolValue ?? value.intValue ?? value.doubleValue ?? '')

const attributesSchema = z
  .array(z.object({ key: z.string(), value: valueSchema }))
  .default([])
  .transform((list): Attributes => Object.fromEntries(list.map(({ key, value }) => [key, value])))

const resourceSchema = z.object({ attributes: attributesSchema })
/** Absent, or empty, where there is none. */
const idSchema = z
  .string()
  .optional()
  .transform((id) => id || null)

const tracesSchema = z.object({
  resourceSpans: z.array(
    z.object({
      resource: resourceSchema,
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              traceId: z.string().regex(/^[0-9a-f]{32}$/),
              spanId: z.string().regex(/^[0-9a-f]{16}$/),
              parentSpanId: idSchema,
              attributes: attributesSchema,
              links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
            }),
          ),
        }),
      ),
    }),
  ),
})

const logsSchema = z.object({
  resourceLogs: z.array(
    z.object({
      resource: resourceSchema,
      scopeLogs: z.array(
        z.object({
          logRecords: z.array(
            z.object({
              severityText: z.string(),
              body: valueSchema,
              traceId: idSchema,
              spanId: idSchema,
              attributes: attributesSchema,
            }),
          ),
        }),
      ),
    }),
  ),
})

const pointsSchema = z.object({ dataPoints: z.array(z.object({ attributes: attributesSchema })) })
const metricSchema = z
  .object({ name: z.string(), unit: z.string().default('') })
  .and(z.object({ sum: pointsSchema, gauge: pointsSchema, histogram: pointsSchema }).partial())
const metricsSchema = z.object({
  resourceMetrics: z.array(
    z.object({
      resource: resourceSchema,
      scopeMetrics: z.array(z.object({ metrics: z.array(metricSchema) })),
    }),
  ),
})

const serviceOf = (resource: Attributes) => String(resource['service.name'] ?? '')

function spansOf(body: unknown): ReceivedSpan[] {
  return tracesSchema
    .parse(body)
    .resourceSpans.flatMap(({ resource: { attributes: resource }, scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) =>
        spans.map((span) => ({ ...span, service: serviceOf(resource), resource })),
      ),
    )
}

function logsOf(body: unknown): ReceivedLog[] {
  return logsSchema.parse(body).resourceLogs.flatMap(({ resource: { attributes: resource }, scopeLogs }) =>
    scopeLogs.flatMap(({ logRecords }) =>
      logRecords.map(({ body: text, severityText, ...log }) => ({
        ...log,
        name: String(text),
        severity: severityText,
        service: serviceOf(resource),
        resource,
      })),
    ),
  )
}

function metricsOf(body: unknown): ReceivedMetric[] {
  return metricsSchema
    .parse(body)
    .resourceMetrics.flatMap(({ resource: { attributes: resource }, scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) =>
        metrics.flatMap(({ name, unit, ...kinds }) =>
          (['sum', 'gauge', 'histogram'] as const).flatMap((kind) =>
            (kinds[kind]?.dataPoints ?? []).map(({ attributes }) => ({
              ...{ name, unit, kind, attributes },
              ...{ service: serviceOf(resource), resource },
            })),
          ),
        ),
      ),
    )
}

/** Starts it on a free port. What is not OTLP is answered 400, which the sender's diagnostics tell. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = []
  const logs: ReceivedLog[] = []
  const metrics: ReceivedMetric[] = []
  const take: Readonly<Record<string, (body: unknown) => void>> = {
    '/v1/traces': (body) => void spans.push(...spansOf(body)),
    '/v1/logs': (body) => void logs.push(...logsOf(body)),
    '/v1/metrics': (body) => void metrics.push(...metricsOf(body)),
  }
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'application/json')
    try {
      take[request.url ?? '']?.(await json(request))
      response.end('{}')
    } catch (error) {
      response.writeHead(400).end(JSON.stringify({ message: String(error) }))
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address?.port}`,
    ...{ spans, logs, metrics },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
