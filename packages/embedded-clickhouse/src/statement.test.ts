import { expect, test } from 'vitest'
import { ClickHouseException } from './exceptions.ts'
import { answerInto, readStatement } from './statement.ts'

function into(sql: string): string {
  const statement = readStatement(sql)
  return statement.kind === 'answer' ? answerInto(statement, '/f', 'TSV').replace('\n', ' ') : statement.kind
}

test('the output file goes before FORMAT, and FORMAT is added where it is missing', () => {
  const cases: [sql: string, expected: string][] = [
    ['SELECT 1', "SELECT 1 INTO OUTFILE '/f' APPEND FORMAT TSV "],
    ['SELECT 1 ; ;', "SELECT 1 INTO OUTFILE '/f' APPEND FORMAT TSV "],
    ['SELECT 1 FORMAT JSON', "SELECT 1  INTO OUTFILE '/f' APPEND FORMAT JSON"],
    ['SELECT 1 FORMAT JSON SETTINGS a=1', "SELECT 1  INTO OUTFILE '/f' APPEND FORMAT JSON SETTINGS a=1"],
    ['SELECT 1 SETTINGS a=1', "SELECT 1 SETTINGS a=1 INTO OUTFILE '/f' APPEND FORMAT TSV "],
    ['SHOW TABLES SETTINGS a=1', "SHOW TABLES  INTO OUTFILE '/f' APPEND FORMAT TSV SETTINGS a=1"],
    ["SELECT 'FORMAT x' -- FORMAT y", "SELECT 'FORMAT x' INTO OUTFILE '/f' APPEND FORMAT TSV "],
    ['SELECT 1 AS format', "SELECT 1 AS format INTO OUTFILE '/f' APPEND FORMAT TSV "],
    ['SELECT format FROM t', "SELECT format FROM t INTO OUTFILE '/f' APPEND FORMAT TSV "],
    ['SELECT (SELECT format x)', "SELECT (SELECT format x) INTO OUTFILE '/f' APPEND FORMAT TSV "],
  ]
  for (const [sql, expected] of cases) expect([sql, into(sql)]).toEqual([sql, expected])
})

test('kinds of statements', () => {
  const kinds: Record<string, string[]> = {
    answer: [
      'WITH 1 AS x SELECT x',
      '(SELECT 1) UNION ALL SELECT 2',
      'FROM t SELECT a',
      'DESC t',
      'CHECK TABLE t',
    ],
    explain: ['EXPLAIN SELECT 1', 'explain ast SELECT 1'],
    command: [
      'CREATE VIEW v AS SELECT 1',
      'WITH 1 AS x INSERT INTO t SELECT x',
      '1 + 1',
      'KILL QUERY WHERE 1',
    ],
  }
  for (const [kind, statements] of Object.entries(kinds)) {
    for (const sql of statements) expect([sql, readStatement(sql).kind]).toEqual([sql, kind])
  }
})

test('what HTTP does not allow', () => {
  const refused: [sql: string, number: number][] = [
    ['', 62],
    [' ; -- nothing', 62],
    ['SELECT 1; SELECT 2', 62],
    ["SELECT 1 INTO OUTFILE 'x'", 358],
    ['SYSTEM SHUTDOWN', 497],
    ['system kill', 497],
  ]
  for (const [sql, number] of refused) {
    expect(() => readStatement(sql)).toThrow(ClickHouseException)
    expect(() => readStatement(sql)).toThrow(expect.objectContaining({ number }))
  }
  expect(readStatement("SELECT ';' AS a").kind).toBe('answer')
})
