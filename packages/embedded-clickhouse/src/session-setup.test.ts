import { expect, test } from 'vitest'
import { readerSession, type SessionWishes, writerSession } from './session-setup.ts'

const limits = new Map([['max_execution_time', 30]])
const wishes = (settings: Record<string, string>, more: Partial<SessionWishes> = {}): SessionWishes => ({
  database: 'octometer',
  settings: new Map(Object.entries(settings)),
  parameters: new Map(),
  readOnly: false,
  ...more,
})

test('the writer sets what he likes; values and parameters are quoted', () => {
  const sql = writerSession(wishes({ log_comment: "it's" }, { parameters: new Map([['x', "a\\'b"]]) }), 'tag')
  expect(sql).toContain(String.raw`log_comment = 'it\'s'`)
  expect(sql).toContain(String.raw`param_x = 'a\\\'b'`)
  expect(sql).toContain("query_cache_tag = 'tag'")
  expect(sql).toContain("session_timezone = 'UTC'")
  expect(sql.endsWith('USE `octometer`')).toBe(true)
  expect(writerSession(wishes({}, { readOnly: true }), 'tag')).toMatch(/^SET readonly = 2; /)
})

test('names that are none are refused', () => {
  expect(() => writerSession(wishes({ 'a = 1; DROP TABLE t; SET b': '1' }), 'tag')).toThrow(/Unknown setting/)
  const parameters = new Map([['x = 1', '1']])
  expect(() => writerSession(wishes({}, { parameters }), 'tag')).toThrow(/Query parameter/)
})

test('the reader drops the role first, then gets limits that no wish lifts', () => {
  const sql = readerSession(wishes({ max_execution_time: '99', readonly: '0' }), 'tag', limits)
  expect(sql).toMatch(/^SET ROLE NONE; SET profile = 'octometer_reader'; SET readonly = 2; SET /)
  expect(sql).toContain("max_execution_time = '30'")
  expect(sql).not.toContain("readonly = '0'")
  expect(readerSession(wishes({ max_execution_time: '5' }), 'tag', limits)).toContain(
    "max_execution_time = '5'",
  )
  expect(() => readerSession(wishes({ allow_ddl: '1' }), 'tag', limits)).toThrow(/Cannot modify/)
  expect(() => readerSession(wishes({}, { database: 'System' }), 'tag', limits)).toThrow(/system/)
})
