import { expect, test } from 'vitest'
import { readInsert } from './insert-statement.ts'

function read(sql: string): [statement: string, rows: string] | undefined {
  const bytes = Buffer.from(sql)
  const insert = readInsert(bytes)
  return insert && [insert.statementReading('/f'), bytes.subarray(insert.dataStart).toString()]
}

test('rows begin behind FORMAT or VALUES, after blanks and one line end', () => {
  const cases: [sql: string, statement: string, rows: string][] = [
    ['INSERT INTO t VALUES (1)', "INSERT INTO t \nFROM INFILE '/f'  FORMAT Values", '(1)'],
    ['insert into t format CSV\n1,2\n', "insert into t \nFROM INFILE '/f'  FORMAT CSV", '1,2\n'],
    ['INSERT INTO t FORMAT TSV\r\n\t1', "INSERT INTO t \nFROM INFILE '/f'  FORMAT TSV", '\t1'],
    [
      'INSERT INTO d.t (a, `b`) SETTINGS x = 1 FORMAT JSONEachRow {"a":1}',
      "INSERT INTO d.t (a, `b`) \nFROM INFILE '/f' SETTINGS x = 1  FORMAT JSONEachRow",
      '{"a":1}',
    ],
    ['INSERT INTO `täble` (ü) FORMAT CSV é', "INSERT INTO `täble` (ü) \nFROM INFILE '/f'  FORMAT CSV", 'é'],
    ['INSERT INTO d.values VALUES (1)', "INSERT INTO d.values \nFROM INFILE '/f'  FORMAT Values", '(1)'],
    ['INSERT INTO t (values) VALUES (1)', "INSERT INTO t (values) \nFROM INFILE '/f'  FORMAT Values", '(1)'],
  ]
  for (const [sql, statement, rows] of cases) expect([sql, read(sql)]).toEqual([sql, [statement, rows]])
})

test('input() becomes a table over the same rows', () => {
  const sql = "INSERT INTO t SELECT a + 1 FROM input('a Int8') WHERE a > 0 FORMAT CSV\n1\n"
  expect(read(sql)).toEqual([
    "INSERT INTO t SELECT a + 1 FROM file('/f', 'CSV', 'a Int8') WHERE a > 0 ",
    '1\n',
  ])
})

test('statements without rows of their own', () => {
  for (const sql of [
    'SELECT 1 FORMAT CSV',
    'INSERT INTO t SELECT 1',
    'INSERT INTO t SELECT * FROM values(1, 2)',
    'INSERT INTO t (a) WITH 1 AS x SELECT x',
    'INSERT INTO t SELECT format FROM x',
    'CREATE TABLE t (a Int8)',
    '',
  ]) {
    expect([sql, read(sql)]).toEqual([sql, undefined])
  }
})

test('files of the server and a stray semicolon are refused', () => {
  expect(() => read("INSERT INTO t FROM INFILE 'x' FORMAT CSV")).toThrow(/INFILE is not allowed/)
  expect(() => read('INSERT INTO t FORMAT CSV; 1')).toThrow(/excessive/)
})
