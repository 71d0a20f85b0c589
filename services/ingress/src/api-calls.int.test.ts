import { decodeMessage } from '@octometer/event-contracts'
import { readOne, streamNames } from '@octometer/event-log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPERATOR_KEY, startTestIngress, startTestLog, type TestLog, VIEWER_KEY } from './ingress.fixture.ts'
import type { IngressService } from './ingress.ts'

let context: TestLog
let ingress: IngressService

beforeAll(async () => {
  context = await startTestLog()
  ingress = await startTestIngress(context.log)
})

afterAll(async () => {
  await ingress[Symbol.asyncDispose]()
  await context[Symbol.asyncDispose]()
})

const call = (call_id: string) => ({
  call_id,
  at: '2026-01-02T03:04:05Z',
  token_hash: 'ab'.repeat(32),
  resource: 'code_search',
  method: 'GET',
  route: '/search/code',
  status: 200,
  cached: false,
  remaining: 9,
})
const ndjson = (...calls: readonly object[]) => calls.map((each) => JSON.stringify(each)).join('\n')

async function report(body: string, { key = OPERATOR_KEY, type = 'application/x-ndjson' } = {}) {
  const response = await fetch(`${ingress.url}/api/v1/api-calls`, {
    method: 'POST',
    headers: { 'Content-Type': type, Authorization: `Bearer ${key}` },
    body,
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const storedAt = (sequence: number) => readOne(context.log, streamNames.apiCalls, sequence)

test('every line of a report is stored once, under its own id', async () => {
  const first = await report(ndjson(call('a'), call('b')))
  expect(first).toEqual({ status: 202, body: { accepted: 2, duplicates: 0 } })
  const second = await report(ndjson(call('b'), call('c')))
  expect(second).toEqual({ status: 202, body: { accepted: 2, duplicates: 1 } })
  const message = await storedAt(3)
  if (message === null) throw new Error('the third call is not stored')
  expect(message.subject).toBe('api_calls.code_search')
  expect(decodeMessage(message)).toMatchObject({
    kind: 'api_call',
    call: { call_id: 'c', remaining: 9, cost: null },
  })
  expect(await storedAt(4)).toBeNull()
})

test('one JSON object is a report as well', async () => {
  const answer = await report(JSON.stringify(call('single'), null, 2), { type: 'application/json' })
  expect(answer).toEqual({ status: 202, body: { accepted: 1, duplicates: 0 } })
})

test('one bad line refuses the whole report, names line and field, and stores nothing', async () => {
  const before = await report(ndjson(call('before')))
  expect(before.status).toBe(202)
  const secret = `ghp_${'a1'.repeat(18)}`
  const answer = await report(ndjson(call('x'), { ...call('y'), token_hash: secret }, call('z')))
  expect(answer.status).toBe(400)
  expect(answer.body).toMatchObject({ code: 'api_call_invalid', line: 2, field: 'token_hash' })
  expect(JSON.stringify(answer.body)).not.toContain(secret)
  expect(await report(ndjson(call('x')))).toEqual({ status: 202, body: { accepted: 1, duplicates: 0 } })
})

test('a report needs a key of an operator', async () => {
  expect((await report(ndjson(call('k')), { key: 'wrong' })).status).toBe(401)
  expect((await report(ndjson(call('k')), { key: VIEWER_KEY })).status).toBe(403)
})

test('what is no report is refused with the reason', async () => {
  expect(await report('', {})).toMatchObject({ status: 400, body: { detail: 'the report is empty' } })
  expect(await report('{}', { type: 'text/csv' })).toMatchObject({ status: 415 })
  expect(await report(' '.repeat(5 * 1024 * 1024 + 1))).toMatchObject({ status: 413 })
})

test('ten thousand calls go in one report, one more does not', async () => {
  const calls = Array.from({ length: 10_000 }, (_, index) => call(`many-${index}`))
  expect(await report(ndjson(...calls))).toEqual({ status: 202, body: { accepted: 10_000, duplicates: 0 } })
  expect(await report(ndjson(...calls, call('one more')))).toMatchObject({ status: 400 })
})

test('without any key ingress receives deliveries all the same, and says why it takes no report', async () => {
  await using closed = await startTestIngress(context.log, { access: { apiKeys: [] } })
  const response = await fetch(`${closed.url}/api/v1/api-calls`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson', Authorization: `Bearer ${OPERATOR_KEY}` },
    body: ndjson(call('z')),
  })
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({
    code: 'access_not_configured',
    detail: expect.stringContaining('OCTO_API_KEYS'),
  })
})

test('who reports is told once a minute, and who may not', async () => {
  await using log = await startTestLog()
  const own = await startTestIngress(log.log)
  const url = `${own.url}/api/v1/api-calls`
  const send = (key: string, id: string) =>
    fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      body: JSON.stringify(call(id)),
    })
  for (const id of ['a', 'b', 'c']) await send(OPERATOR_KEY, id)
  await send(VIEWER_KEY, 'd')
  // What is left of the minute is told before it stops.
  await own[Symbol.asyncDispose]()
  const entries = await Promise.all(
    [1, 2, 3, 4].map(async (sequence) => {
      const message = await readOne(log.log, streamNames.events, sequence)
      const decoded = message && decodeMessage(message)
      return decoded?.kind === 'command' && decoded.command.type === 'audit' ? decoded.command.entry : null
    }),
  )
  const action = 'POST /api/v1/api-calls'
  expect(entries).toMatchObject([
    { who: 'reporter', via: 'key', action, status: 202, count: 1 },
    { who: 'reader', via: 'key', action, status: 403, count: 1 },
    { who: 'reporter', status: 202, count: 2 },
    null,
  ])
})
