import { expect, test } from 'vitest'
import { parseApiCall, parseApiCalls } from './parse-api-calls.ts'

const TOKEN = `ghp_${'a1'.repeat(18)}`
const CALL = {
  call_id: 'call-1',
  at: '2026-01-02T03:04:05Z',
  token_hash: 'ab'.repeat(32),
  resource: 'core',
  method: 'GET',
  route: '/repos/{owner}/{repo}',
  status: 200,
  cached: false,
}
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n')

test('every line is a call; empty lines and a last line feed do not count', () => {
  const calls = parseApiCalls(`${lines(CALL)}\r\n\n${lines({ ...CALL, call_id: 'call-2', cost: 3 })}\n`, 10)
  expect(calls.map(({ call_id, cost }) => [call_id, cost])).toEqual([
    ['call-1', null],
    ['call-2', 3],
  ])
})

test('one JSON object may go over several lines', () => {
  expect(parseApiCall(JSON.stringify(CALL, null, 2))).toHaveLength(1)
})

test.each([
  ['not JSON', `${lines(CALL)}\n{"call_id": ${TOKEN}`, 'line 2: is not JSON'],
  ['an array', lines(CALL, [CALL]), /^line 2: Invalid input/],
  ['a field of the wrong type', lines({ ...CALL, status: '200' }), /^line 1, status: /],
  ['a field that is missing', lines({ ...CALL, route: undefined }), /^line 1, route: /],
  ['a method that is none', lines({ ...CALL, method: TOKEN }), /^line 1, method: /],
  ['a token for its hash', lines({ ...CALL, token_hash: TOKEN }), /^line 1, token_hash: must be the SHA-256/],
  ['a token in a text', lines({ ...CALL, route: `/x?${TOKEN}` }), /^line 1, route: looks like a token/],
  ['a token as a field', lines({ ...CALL, [TOKEN]: 1 }), 'line 1: is not a field of an API call'],
  [
    'an unknown field',
    lines({ ...CALL, user_name: 'x' }),
    'line 1, user_name: is not a field of an API call',
  ],
  ['empty', ' \n\n', 'the report is empty'],
])('a report that is %s is refused by line and field, without its value', (_, report, message) => {
  const parse = () => parseApiCalls(report, 10)
  expect(parse).toThrow(message)
  expect(parse).not.toThrow(TOKEN)
})

test('a report has a greatest length', () => {
  expect(() => parseApiCalls(lines(CALL, CALL, CALL), 2)).toThrow('at most 2 lines')
})
