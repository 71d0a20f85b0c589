import { TupleParam } from '@clickhouse/client'
import { expect, test } from 'vitest'
import { explainQuery } from './explained-query.ts'

test('values are written where they are bound', () => {
  const values = { ids: [1, 2], name: "o'neil \\ {x:String}", none: null }
  const sql = `
    SELECT a FROM t
    WHERE id IN {ids:Array(UInt64)} AND name = {name: String} OR c = {none:Nullable(String)}`
  expect(explainQuery({ sql, values }, () => undefined)).toBe(
    [
      'SELECT a FROM t',
      "WHERE id IN CAST([1, 2], 'Array(UInt64)') AND name = CAST('o\\'neil \\\\ {x:String}', 'String') OR c = CAST(NULL, 'Nullable(String)')",
    ].join('\n'),
  )
})

test('tuples are written, too', () => {
  const values = { checks: [new TupleParam([1, "o'neil"])] }
  expect(explainQuery({ sql: 'SELECT {checks:Array(Tuple(UInt64, String))}', values }, () => undefined)).toBe(
    "SELECT CAST([tuple(1, 'o\\'neil')], 'Array(Tuple(UInt64, String))')",
  )
})

test('what a setting merges is merged by FINAL, and nothing else is', () => {
  const behind = (view: string) => (view === 'issues' ? 'issues__g1' : undefined)
  const read =
    'SELECT count() FROM issues AS i JOIN other__g2 FINAL USING (id) JOIN (SELECT 1 AS id) AS x USING (id)'
  const asked = `${read} SETTINGS final = 1`
  expect(explainQuery({ sql: asked, values: {} }, behind)).toBe(
    'SELECT count() FROM (SELECT * FROM issues__g1 FINAL) AS i JOIN (SELECT * FROM other__g2 FINAL) USING (id) JOIN (SELECT 1 AS id) AS x USING (id)',
  )
  expect(explainQuery({ sql: read, values: {} }, behind)).toBe(read)
})

test('a value without a text is a mistake of ours', () => {
  expect(() => explainQuery({ sql: '{at:DateTime}', values: { at: new Date() } }, () => undefined)).toThrow(
    'no text',
  )
})
