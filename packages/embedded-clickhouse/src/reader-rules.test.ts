import { expect, test } from 'vitest'
import { checkReaderStatement } from './reader-rules.ts'

const rules = {
  limits: new Map([['max_result_rows', 100]]),
  tableFunctions: ['file', 'url', 'numbers', 'merge'],
}

function refusal(canonical: string, parameters: Record<string, string> = {}): number | undefined {
  try {
    checkReaderStatement(canonical, new Map(Object.entries(parameters)), rules)
    return undefined
  } catch (error) {
    return error instanceof Error && 'number' in error ? Number(error.number) : -1
  }
}

test('statements that only read pass', () => {
  for (const sql of [
    'SELECT a FROM t WHERE merge > 1',
    'WITH 1 AS x SELECT x',
    'SHOW TABLES',
    'DESCRIBE TABLE t',
    'EXPLAIN SELECT 1',
    'SELECT * FROM numbers(10)',
    'SELECT * FROM system.tables',
    "SELECT 'system.processes', file FROM t",
    'SELECT * FROM t SETTINGS max_result_rows = 100, max_block_size = 5',
    "SELECT * FROM t SETTINGS log_comment = 'x' FORMAT CSV",
    'SELECT * FROM t AS settings WHERE a = 1',
    'SELECT settings.a = 1 FROM t AS settings',
  ]) {
    expect([sql, refusal(sql)]).toEqual([sql, undefined])
  }
})

test('writing, files, networks and other people’s queries do not', () => {
  const cases: [sql: string, number: number][] = [
    ['INSERT INTO t SELECT 1', 164],
    ['SET ROLE writer', 164],
    ["SELECT file('x')", 497],
    ["SELECT * FROM `URL`('x')", 497],
    ["SELECT * FROM merge(d, 't')", 497],
    ['SELECT * FROM (SELECT * FROM system.processes)', 497],
    ['SELECT * FROM `system`.`users`', 497],
    ['SHOW PROCESSLIST', 497],
    ['SELECT 1 PARALLEL WITH SELECT 2', 497],
    ["SELECT 1 INTO OUTFILE 'x'", 358],
  ]
  for (const [sql, number] of cases) expect([sql, refusal(sql)]).toEqual([sql, number])
  expect(refusal('SELECT * FROM {d:Identifier}.processes', { d: 'system' })).toBe(497)
  expect(refusal('SELECT * FROM {d:Identifier}.processes', { d: 'octometer' })).toBeUndefined()
})

test('settings in the text: the harmless ones, and limits that are lowered by a plain number', () => {
  for (const setting of [
    'max_result_rows = 101',
    'max_result_rows = 0',
    'max_result_rows = DEFAULT',
    'max_result_rows = -1',
    'max_result_rows = {x:UInt8}',
    "log_comment = 'a', max_result_rows = DEFAULT",
    'a.b = 1, max_result_rows = DEFAULT',
    'max_block_size = 1e-9, max_result_rows = DEFAULT',
    'readonly = 0',
    'unheard_of = 1',
  ]) {
    expect([setting, refusal(`SELECT * FROM (SELECT 1 SETTINGS ${setting})`)]).toEqual([setting, 164])
  }
})
