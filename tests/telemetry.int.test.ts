import { randomBytes } from 'node:crypto'
import {
  genuineDeliveries,
  type OtlpReceiver,
  type ReceivedSpan,
  startClickHouse,
  startNatsServer,
  startOtlpReceiver,
} from '@octometer/testkit'
import {
  ATTR_CLIENT_ADDRESS,
  ATTR_DB_NAMESPACE,
  ATTR_DB_QUERY_SUMMARY,
  ATTR_DB_SYSTEM_NAME,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_TELEMETRY_SDK_LANGUAGE,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions'
import {
  ATTR_MESSAGING_BATCH_MESSAGE_COUNT,
  ATTR_MESSAGING_DESTINATION_NAME,
  ATTR_MESSAGING_MESSAGE_ID,
  ATTR_MESSAGING_OPERATION_NAME,
  ATTR_MESSAGING_OPERATION_TYPE,
  ATTR_MESSAGING_SYSTEM_NAME,
} from '@opentelemetry/semantic-conventions/incubating'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { asRequest } from './support/run-workload.ts'
import { createSender } from './support/send.ts'
import { startProcess } from './support/start-process.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SENDER_SPAN = '00f067aa0ba902b7'
const traceparent = `00-${TRACE}-${SENDER_SPAN}-01`
const SERVICES = ['octometer-ingress', 'octometer-projectors', 'octometer-gateway']

const stack = new AsyncDisposableStack()
let otlp: OtlpReceiver

const [delivery] = genuineDeliveries().filter(({ event }) => event === 'pull_request')
if (delivery === undefined) throw new Error('there is no genuine pull_request')

// One delivery is sent, and asked for until it is answered as projected, all in one trace of whoever sends and asks.
beforeAll(async () => {
  otlp = stack.use(await startOtlpReceiver())
  const nats = stack.use(await startNatsServer())
  const { url: storeUrl, user, password, database } = stack.use(await startClickHouse())
  const key = randomBytes(16).toString('hex')
  const secret = randomBytes(24).toString('hex')
  const settings = {
    OCTO_HTTP_PORT: '0',
    OCTO_LOG_LEVEL: 'debug',
    OCTO_NATS_URL: nats.url,
    OCTO_CLICKHOUSE_URL: storeUrl,
    OCTO_CLICKHOUSE_USER: user,
    OCTO_CLICKHOUSE_PASSWORD: password,
    OCTO_CLICKHOUSE_DATABASE: database,
    OCTO_API_KEYS: `test:viewer:${key}`,
    OCTO_WEBHOOK_SECRETS: secret,
    OCTO_PROJECTIONS: 'deliveries,pull-requests',
    OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_BLRP_SCHEDULE_DELAY: '200',
    OTEL_METRIC_EXPORT_INTERVAL: '500',
    OTEL_METRIC_EXPORT_TIMEOUT: '500',
  }
  const start = async (room: string) => {
    const service = stack.use(await startProcess(`services/${room}/src/main.ts`, settings, ['telemetry']))
    if (service.state === 'running') return service.url
    throw new Error(`${room} has ended: ${service.output()}`)
  }
  const ingress = await start('ingress')
  await start('projectors')
  const gateway = await start('gateway')
  using sender = createSender(ingress, secret, 1)
  const request = asRequest(delivery)
  expect((await sender.send({ ...request, headers: { ...request.headers, traceparent } })).status).toBe(202)
  const ask = async () => {
    const answer = await fetch(`${gateway}/api/v1/deliveries/${delivery.guid}`, {
      headers: { authorization: `Bearer ${key}`, traceparent },
    })
    return answer.status
  }
  await vi.waitFor(async () => expect(await ask()).toBe(200), { timeout: 20_000, interval: 100 })
})

afterAll(() => stack.disposeAsync())

/** Exports come by and by. */
const eventually = (read: () => unknown) => expect.poll(read, { timeout: 10_000, interval: 50 })

const named = (service: string, name: string) =>
  otlp.spans.filter((span) => span.service === service && span.name === name)

async function spanOf(service: string, name: string, traceId = TRACE): Promise<ReceivedSpan> {
  const found = () => named(service, name).findLast((span) => span.traceId === traceId)
  await eventually(found).toBeDefined()
  const span = found()
  if (span === undefined) throw new Error(`${service} has no span ${name}`)
  return span
}

const append = () => spanOf('octometer-ingress', 'append EVENTS')
const projection = () => spanOf('octometer-projectors', 'project pull-requests')

async function insertSpan(): Promise<ReceivedSpan> {
  const [link] = (await projection()).links
  return spanOf('octometer-projectors', 'insert pull-requests', link?.traceId)
}

test('one trace leads from the POST over the log to the projector, and to what the gateway reads', async () => {
  const post = await spanOf('octometer-ingress', 'POST /webhooks/github')
  expect(post.parentSpanId).toBe(SENDER_SPAN)
  expect((await append()).parentSpanId).toBe(post.spanId)
  expect((await projection()).parentSpanId).toBe((await append()).spanId)
  const get = await spanOf('octometer-gateway', 'GET /api/v1/deliveries/:guid')
  expect(get.parentSpanId).toBe(SENDER_SPAN)
  const reads = () => otlp.spans.filter(({ parentSpanId }) => parentSpanId === get.spanId)
  await eventually(() => reads().length).toBeGreaterThan(0)
  expect(reads().every(({ name, traceId }) => name.startsWith('clickhouse ') && traceId === TRACE)).toBe(true)
})

test('it is linked to the write that the batch shared', async () => {
  const insert = await insertSpan()
  expect((await projection()).links).toEqual([{ traceId: insert.traceId, spanId: insert.spanId }])
  const writes = () => otlp.spans.filter(({ parentSpanId }) => parentSpanId === insert.spanId)
  await eventually(() => writes().map(({ name }) => name)).toContain('clickhouse insert pull_requests')
})

test('a request has the attributes of an HTTP server span', async () => {
  const post = await spanOf('octometer-ingress', 'POST /webhooks/github')
  expect(post.attributes).toMatchObject({
    [ATTR_HTTP_REQUEST_METHOD]: 'POST',
    [ATTR_HTTP_ROUTE]: '/webhooks/github',
    [ATTR_HTTP_RESPONSE_STATUS_CODE]: 202,
    [ATTR_URL_PATH]: '/webhooks/github',
    [ATTR_URL_SCHEME]: 'http',
    [ATTR_SERVER_ADDRESS]: '127.0.0.1',
    [ATTR_CLIENT_ADDRESS]: '127.0.0.1',
  })
})

test('an append and a projection have those of messaging', async () => {
  const common = { [ATTR_MESSAGING_SYSTEM_NAME]: 'nats', [ATTR_MESSAGING_DESTINATION_NAME]: 'EVENTS' }
  const message = { ...common, [ATTR_MESSAGING_MESSAGE_ID]: expect.stringContaining(delivery.guid) }
  expect((await append()).attributes).toMatchObject({
    ...message,
    [ATTR_MESSAGING_OPERATION_NAME]: 'append',
    [ATTR_MESSAGING_OPERATION_TYPE]: 'send',
  })
  expect((await projection()).attributes).toMatchObject({
    ...message,
    [ATTR_MESSAGING_OPERATION_NAME]: 'project',
    [ATTR_MESSAGING_OPERATION_TYPE]: 'process',
  })
  expect((await insertSpan()).attributes).toMatchObject({
    ...common,
    [ATTR_MESSAGING_BATCH_MESSAGE_COUNT]: expect.any(Number),
  })
})

test('a query has those of a database client', async () => {
  const get = await spanOf('octometer-gateway', 'GET /api/v1/deliveries/:guid')
  const read = () => otlp.spans.find(({ parentSpanId }) => parentSpanId === get.spanId)
  await eventually(read).toBeDefined()
  expect(read()?.attributes).toMatchObject({
    [ATTR_DB_SYSTEM_NAME]: 'clickhouse',
    [ATTR_DB_NAMESPACE]: 'octometer',
    [ATTR_DB_QUERY_SUMMARY]: expect.any(String),
    [ATTR_SERVER_ADDRESS]: '127.0.0.1',
    [ATTR_SERVER_PORT]: expect.any(Number),
  })
})

test.each([
  ['octometer-ingress', 'delivery accepted'],
  ['octometer-gateway', 'request answered'],
])('the lines of %s carry the trace: %s', async (service, text) => {
  const lines = () => otlp.logs.filter((log) => log.service === service && log.name === text)
  await eventually(() => lines().map(({ traceId }) => traceId)).toContain(TRACE)
  const line = lines().find(({ traceId }) => traceId === TRACE)
  expect(line?.severity).toBe('debug')
  await eventually(() => otlp.spans.map(({ spanId }) => spanId)).toContain(line?.spanId)
})

test.each([
  ['octometer-ingress', 'octo_ingress_deliveries_total'],
  ['octometer-projectors', 'octo_projector_messages_total'],
  ['octometer-gateway', 'octo_http_requests_total'],
])('%s tells its metrics, %s among them', async (service, metric) => {
  const names = () => new Set(otlp.metrics.filter((each) => each.service === service).map(({ name }) => name))
  await eventually(() => [...names()]).toContain(metric)
})

test.each(SERVICES)('what %s tells says which process it is', async (service) => {
  const told = [...otlp.spans, ...otlp.logs, ...otlp.metrics].filter((each) => each.service === service)
  expect(told.length).toBeGreaterThan(0)
  for (const { resource } of told) {
    expect(resource).toMatchObject({
      [ATTR_SERVICE_NAME]: service,
      [ATTR_SERVICE_INSTANCE_ID]: expect.any(String),
      [ATTR_TELEMETRY_SDK_LANGUAGE]: 'nodejs',
    })
  }
})
