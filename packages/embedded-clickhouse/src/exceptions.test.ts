import { expect, test } from 'vitest'
import {
  asException,
  exceptionFrame,
  exceptionText,
  httpStatus,
  parseException,
  raise,
} from './exceptions.ts'

test('an exception that the engine wrapped into itself is unwrapped', () => {
  const text =
    'Query failed: Code: 73. DB::Exception: Code: 73. DB::Exception: Unknown format X. (UNKNOWN_FORMAT) (version 26.7.2.1). (UNKNOWN_FORMAT)'
  const exception = parseException(text)
  expect(exception).toMatchObject({ number: 73, symbol: 'UNKNOWN_FORMAT', message: 'Unknown format X' })
  expect(exceptionText(exception, '26.7')).toBe(
    'Code: 73. DB::Exception: Unknown format X. (UNKNOWN_FORMAT) (version 26.7)\n',
  )
  expect(httpStatus(exception)).toBe(404)
})

test('a text without a code is an unknown exception, and what is not ClickHouse’s keeps its inside to itself', () => {
  expect(parseException('boom')).toMatchObject({ number: 1002, message: 'boom' })
  const inside = asException(new Error('a secret path'))
  expect(inside.message).not.toContain('secret')
  expect([inside.cause, httpStatus(inside)]).toEqual([new Error('a secret path'), 500])
})

test('statuses as ClickHouse gives them', () => {
  expect([62, 164, 202, 229, 48, 497, 516].map((number) => httpStatus(raise(number as 62, '')))).toEqual([
    400, 500, 500, 413, 501, 403, 403,
  ])
})

test('the frame of a late exception tells its length in bytes', () => {
  const frame = exceptionFrame('é\n', 'tag').toString()
  expect(frame).toBe('\r\n__exception__\r\ntag\r\né\n3 tag\r\n__exception__\r\n')
})
