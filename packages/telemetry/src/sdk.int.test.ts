import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'

interface Exported {
  readonly path: string
  readonly body: string
}

/** An OTLP collector that keeps what it is sent. */
async function startCollector(): Promise<{ url: string; exported: Exported[] }> {
  const exported: Exported[] = []
  const server = createServer(async (request, response) => {
    exported.push({ path: request.url ?? '', body: await text(request) })
    response.setHeader('content-type', 'application/json').end('{}')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address?.port}`, exported }
}

/** Runs a program as a service runs: with the preload. Gives what it printed. */
async function runPreloaded(program: string, environment: Record<string, string>): Promise<string> {
  const preload = new URL('./preload.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--import', preload, '--input-type=module', '--eval', program], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  expect(code).toBe(0)
  return printed
}

const door = JSON.stringify(new URL('./index.ts', import.meta.url).href)
const PROGRAM = `
  import { counter, createLogger, gauge, injectTraceContext, renderPrometheus, withSpan } from ${door}
  counter('octo_probes_total', { description: 'probes' }).add(3)
  gauge('octo_depth', { description: 'depth' }, () => 5)
  const carrier = {}
  const logger = createLogger({ service: 'probe', destination: 'stderr' }).child({ part: 'all of it' })
  await withSpan('probe', { attributes: { answer: 42 } }, () => {
    injectTraceContext(carrier)
    const err = new TypeError('wrong at https://octo:hunter2@example.org')
    logger.warn({ err, api_key: 'k3y', tried: { times: 2 } }, 'probed')
  })
  const prometheus = await renderPrometheus()
  console.log(JSON.stringify({ carrier, prometheus }))
`

test('with an OTLP endpoint, spans and metrics are sent before the process ends; Prometheus has them too', async () => {
  const { url, exported } = await startCollector()
  const printed = await runPreloaded(PROGRAM, {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_SERVICE_NAME: 'probe-service',
  })
  const { carrier, prometheus } = JSON.parse(printed)
  const traces = exported.filter(({ path }) => path === '/v1/traces').map(({ body }) => body)
  const metrics = exported.filter(({ path }) => path === '/v1/metrics').map(({ body }) => body)
  expect(traces.join()).toContain('"name":"probe"')
  expect(traces.join()).toContain('probe-service')
  expect(traces.join()).toContain(carrier.traceparent.split('-')[1])
  expect(metrics.join()).toContain('"name":"octo_probes_total"')
  expect(metrics.join()).toContain('"name":"octo_depth"')
  expect(prometheus).toMatch(/^octo_probes_total 3$/m)
  expect(prometheus).toMatch(/^octo_depth 5$/m)
})

function attributeOf({ key, value }: { key: string; value: object }): [string, unknown] {
  return [key, Object.values(value)[0]]
}

test('the lines of a logger are sent too, with their trace and without secrets', async () => {
  const { url, exported } = await startCollector()
  const printed = await runPreloaded(PROGRAM, {
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${url}/v1/logs`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_TRACES_EXPORTER: 'console',
  })
  expect(printed).toContain("name: 'probe'")
  const [sent = ''] = exported.filter(({ path }) => path === '/v1/logs').map(({ body }) => body)
  const [{ scopeLogs }] = JSON.parse(sent).resourceLogs
  const [line] = scopeLogs[0].logRecords
  const attributes = Object.fromEntries(line.attributes.map(attributeOf))
  expect(line).toMatchObject({ severityText: 'warn', body: { stringValue: 'probed' } })
  expect(printed).toContain(line.traceId)
  expect(attributes).toMatchObject({
    part: 'all of it',
    'tried.times': 2,
    'exception.type': 'TypeError',
    'exception.message': 'wrong at https://***@example.org',
    'exception.stacktrace': expect.stringContaining('TypeError'),
    api_key: '[redacted]',
  })
  expect(JSON.stringify(scopeLogs)).not.toMatch(/hunter2|k3y/)
})

test.each([
  ['nothing is set', {}],
  ['the SDK is disabled', { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }],
  [
    'the exporters are none',
    { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
  ],
])('when %s, tracing is off and Prometheus still answers', async (_case, environment) => {
  const { carrier, prometheus } = JSON.parse(await runPreloaded(PROGRAM, environment))
  expect(carrier).toEqual({})
  expect(prometheus).toMatch(/^octo_probes_total 3$/m)
})

test('spans may go to the console, as OpenTelemetry defines it', async () => {
  const printed = await runPreloaded(PROGRAM, {
    OTEL_TRACES_EXPORTER: 'console',
    OTEL_METRICS_EXPORTER: 'none',
  })
  expect(printed).toContain("name: 'probe'")
})

test('a collector that refuses does not fail the program', async () => {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_EXPORTER_OTLP_TIMEOUT: '200' }
  const { carrier } = JSON.parse(await runPreloaded(PROGRAM, environment))
  expect(carrier.traceparent).toMatch(/^00-/)
})
