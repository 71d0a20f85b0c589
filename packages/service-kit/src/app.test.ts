import { request as httpRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import Router from '@koa/router'
import { captureSpans, createLogger } from '@octometer/telemetry'
import { expect, onTestFinished, test } from 'vitest'
import { type AppOptions, createApp, type RequestState } from './app.ts'
import { createAuthenticator } from './authenticator.ts'
import { problem } from './problem.ts'
import { listen } from './server.ts'

interface Service {
  readonly url: string
  /** What was logged. */
  readonly lines: string[]
}

/** A service with a few routes, on a free port. */
async function startService(options: Partial<AppOptions> = {}): Promise<Service> {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  const logger = createLogger({ service: 'probe', level: 'debug', destination })
  const app = createApp({ service: 'probe', logger, trustedProxies: [], health: [], ...options })
  const access = {
    apiKeys: [{ name: 'ci', role: 'operator', key: 'k-operator' }],
    jwt: null,
    anonymousRole: null,
    signInFailures: null,
    keyRequests: null,
  } as const
  const { requireRole } = createAuthenticator(access, { logger })
  const router = new Router<RequestState>()
  router.get('/things/:id', (ctx) => {
    ctx.body = { id: ctx.params.id, client: ctx.state.clientAddress, https: ctx.state.isHttps }
  })
  router.delete('/things/:id', requireRole('admin'), (ctx) => {
    ctx.status = 204
  })
  router.post('/things', requireRole('operator'), (ctx) => {
    ctx.body = { by: ctx.state.principal?.name }
  })
  router.post('/metrics', (ctx) => {
    ctx.body = 'received'
  })
  router.get('/wrong', () => {
    throw problem(400, 'bad_parameter', 'limit is 0', {
      members: { parameter: 'limit' },
      headers: { 'Retry-After': '3' },
    })
  })
  router.get('/broken', () => {
    throw new Error('no answer from nats://octo:hunter2@host')
  })
  router.post('/upload', async (ctx) => {
    ctx.state.logger.debug('upload began')
    ctx.body = await text(ctx.req)
  })
  router.get('/half', (ctx) => {
    ctx.respond = false
    ctx.res.write('half')
    throw new Error('broke in the middle')
  })
  app.use(router.routes())
  const server = await listen(app, { host: '127.0.0.1', port: 0 })
  onTestFinished(server.drain)
  return { url: server.url, lines }
}

/** A GET whose target is sent as it is; fetch would tidy it up. */
async function getRaw(url: string, path: string): Promise<{ status: number | undefined; body: string }> {
  const { hostname, port } = new URL(url)
  const answered = Promise.withResolvers<{ status: number | undefined; body: string }>()
  httpRequest({ hostname, port, path, agent: false }, (response) => {
    let body = ''
    response.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    response.on('end', () => answered.resolve({ status: response.statusCode, body }))
  })
    .on('error', answered.reject)
    .end()
  return answered.promise
}

test('a route answers, with a request id and nosniff', async () => {
  const { url } = await startService()
  const response = await fetch(`${url}/things/7`)
  expect(await response.json()).toEqual({ id: '7', client: '127.0.0.1', https: false })
  expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

test('a request id that was given is kept when it is plain', async () => {
  const { url } = await startService()
  const idOf = async (id: string) => {
    const response = await fetch(`${url}/things/7`, { headers: { 'x-request-id': id } })
    return response.headers.get('x-request-id')
  }
  expect(await idOf('abc-1.2_3')).toBe('abc-1.2_3')
  expect(await idOf('<script>')).not.toBe('<script>')
})

test('what is not there is a problem', async () => {
  const { url } = await startService()
  const response = await fetch(`${url}/nothing?token=hunter2`)
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toEqual({
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    code: 'not_found',
    detail: 'There is nothing at this path.',
    instance: '/nothing',
  })
})

test.each([
  ['PUT', '/things/7', 'DELETE, GET, HEAD'],
  ['GET', '/things', 'POST'],
  ['PURGE', '/things', 'POST'],
  ['DELETE', '/livez', 'GET, HEAD'],
  ['PUT', '/metrics', 'GET, HEAD, POST'],
])('%s %s is 405 with Allow: %s', async (method, path, allow) => {
  const { url } = await startService()
  const response = await fetch(url + path, { method })
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe(allow)
  expect(await response.json()).toMatchObject({ code: 'method_not_allowed' })
})

test('OPTIONS says what a path answers', async () => {
  const { url } = await startService()
  const response = await fetch(`${url}/things/7`, { method: 'OPTIONS' })
  expect([response.status, response.headers.get('allow')]).toEqual([204, 'DELETE, GET, HEAD'])
})

test('a problem that a route throws is answered with its members and headers', async () => {
  const { url } = await startService()
  const response = await fetch(`${url}/wrong`)
  expect(response.headers.get('retry-after')).toBe('3')
  expect(await response.json()).toMatchObject({ status: 400, code: 'bad_parameter', parameter: 'limit' })
})

test('an unforeseen error is a 500 that says nothing; the log says it, without secrets', async () => {
  const { url, lines } = await startService()
  const response = await fetch(`${url}/broken`, { headers: { 'x-request-id': 'req-1' } })
  const body = await response.text()
  expect(response.status).toBe(500)
  expect(JSON.parse(body)).toMatchObject({ code: 'internal_error', instance: '/broken' })
  expect(body).not.toMatch(/hunter2|nats|\.ts/)
  const failure = lines.find((line) => line.includes('request failed'))
  expect(failure).toContain('"request_id":"req-1"')
  expect(failure).toContain('nats://***@host')
})

test('an answer that breaks in the middle is cut off, not ended', async () => {
  const { url } = await startService()
  const response = await fetch(`${url}/half`)
  await expect(response.text()).rejects.toThrow()
})

test('a client that goes away in the middle of its request is no failure of ours', async () => {
  const { url, lines } = await startService()
  const upload = httpRequest(`${url}/upload`, { method: 'POST', headers: { 'content-length': '10' } })
  upload.on('error', () => undefined)
  upload.write('abc')
  await expect.poll(() => lines.join()).toContain('upload began')
  upload.destroy()
  await expect.poll(() => lines.join()).toContain('the client went away')
  await expect.poll(() => lines.join()).toContain('"status":"gone"')
  expect(lines.join()).not.toContain('request failed')
})

test.each([
  '/..%2fetc/passwd',
  '/a%2Fb',
  '/../etc/passwd',
  '/%00',
  '//evil/a',
  `/${'a'.repeat(5000)}`,
  'http://evil/',
])('the path trick %s is a 400 problem', async (path) => {
  const { url } = await startService()
  const { status, body } = await getRaw(url, path)
  expect(status).toBe(400)
  expect(JSON.parse(body)).toMatchObject({ code: 'bad_request_target' })
})

test('a credential in a path that no route has stands in no answer, line or span', async () => {
  const { url, lines } = await startService({ requireHttps: true })
  const { spans, stop } = captureSpans()
  onTestFinished(stop)
  const token = 'q7Zt3kV9xB2mW5nR8yLs'
  const body = await (await fetch(`${url}/via/${token}/webhooks`)).text()
  expect(JSON.parse(body)).toMatchObject({ instance: '/via/[redacted]/webhooks' })
  await expect.poll(() => spans).toHaveLength(1)
  expect(spans[0]?.attributes).toMatchObject({ 'url.path': '/via/[redacted]/webhooks', 'http.route': 'none' })
  expect(lines.find((line) => line.includes('request answered'))).toContain('/via/[redacted]/webhooks')
  expect(JSON.stringify([body, lines, spans])).not.toContain(token)
})

test('roles: 401 with a challenge, 403 for a lesser role, the principal for the rest', async () => {
  const { url } = await startService()
  const nobody = await fetch(`${url}/things`, { method: 'POST' })
  expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="octometer"'])
  const wrong = await fetch(`${url}/things`, { method: 'POST', headers: { 'x-api-key': 'wrong' } })
  expect(wrong.headers.get('www-authenticate')).toBe('Bearer realm="octometer", error="invalid_token"')
  expect(JSON.stringify(await wrong.json())).not.toContain('"wrong"')
  const headers = { authorization: 'Bearer k-operator' }
  const lesser = await fetch(`${url}/things/7`, { method: 'DELETE', headers })
  expect(await lesser.json()).toMatchObject({ status: 403, code: 'forbidden' })
  const enough = await fetch(`${url}/things`, { method: 'POST', headers })
  expect(await enough.json()).toEqual({ by: 'ci' })
})

test('the client is seen through a trusted proxy, and not through another', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https' }
  const seen = async (trustedProxies: string[]) => {
    const { url } = await startService({ trustedProxies })
    return (await fetch(`${url}/things/7`, { headers })).json()
  }
  expect(await seen(['127.0.0.0/8'])).toMatchObject({ client: '198.51.100.7', https: true })
  expect(await seen(['10.0.0.0/8'])).toMatchObject({ client: '127.0.0.1', https: false })
})

test('where HTTPS is required, plain HTTP is 403, but for probes', async () => {
  const { url } = await startService({ requireHttps: true, trustedProxies: ['127.0.0.1'] })
  const plain = await fetch(`${url}/things/7`)
  expect(await plain.json()).toMatchObject({ status: 403, code: 'https_required' })
  expect((await fetch(`${url}/things/7`, { headers: { 'x-forwarded-proto': 'https' } })).status).toBe(200)
  expect((await fetch(`${url}/livez`)).status).toBe(200)
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(403)
})

test('requests are counted by route, never by path, and an invented method is one of the others', async () => {
  const { url } = await startService()
  await fetch(`${url}/things/1`)
  await fetch(`${url}/things/2`)
  await fetch(`${url}/nowhere`, { method: 'PROPFIND' })
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const series = (labels: string) =>
    new RegExp(`^octo_http_requests_total\\{service="probe",${labels}\\} \\d+$`, 'm')
  expect(metrics).toMatch(series('method="GET",route="/things/:id",status="200"'))
  expect(metrics).toMatch(series('method="other",route="none",status="404"'))
  expect(metrics).toContain('octo_http_request_duration_seconds_bucket{service="probe",route="/things/:id"')
  expect(metrics).not.toMatch(/things\/1|nowhere|PROPFIND/)
})

test('a request is a server span of the trace that it came with; its lines carry the trace', async () => {
  const { url, lines } = await startService()
  const { spans, stop } = captureSpans()
  onTestFinished(stop)
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  await fetch(`${url}/things/7`, { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } })
  await fetch(`${url}/livez`)
  await expect.poll(() => spans).toHaveLength(1)
  expect(spans[0]).toMatchObject({
    name: 'GET /things/:id',
    traceId,
    parentSpanId: 'b7ad6b7169203331',
    attributes: {
      'http.request.method': 'GET',
      'url.path': '/things/7',
      'http.route': '/things/:id',
      'http.response.status_code': 200,
    },
  })
  expect(lines.find((line) => line.includes('request answered'))).toContain(traceId)
})
