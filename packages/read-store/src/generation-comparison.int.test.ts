import { expect, test } from 'vitest'
import { z } from 'zod'
import { compareGenerations, takeOverRows } from './generation-comparison.ts'
import { defineQuery } from './named-query.ts'
import type { ReadModel } from './read-models.ts'
import { openEmptyStore } from './store.fixture.ts'
import { defineTable } from './table.ts'

const kept = defineTable('kept', ['at'], { at: "DateTime('UTC')", added: 'UInt8', text: 'String' })
const added = defineTable('added', ['at'], { at: "DateTime('UTC')" })
const model: ReadModel = {
  projection: 'test',
  tables: [kept, added],
  rollups: [],
  takeOvers: [
    { table: 'kept', time: 'at' },
    { table: 'added', time: 'at' },
  ],
  ddl: null,
}

const rows = defineQuery({
  name: 'test.rows',
  parameters: z.object({}),
  row: z.object({ at: z.string(), added: z.number(), text: z.string() }),
  render: () => ({ sql: 'SELECT at, added, text FROM octometer.kept__new ORDER BY at', values: {} }),
})

test('what has expired is taken over by the columns that both generations have; a table that is new begins empty', async () => {
  await using stack = new AsyncDisposableStack()
  const store = await openEmptyStore(stack)
  const engine = 'ENGINE = MergeTree ORDER BY at'
  for (const sql of [
    'CREATE DATABASE IF NOT EXISTS octometer',
    `CREATE TABLE octometer.kept__old (text String, at DateTime('UTC'), dropped UInt8) ${engine}`,
    `CREATE TABLE octometer.kept__new (at DateTime('UTC'), added UInt8, text String, slot UInt32 MATERIALIZED toUnixTimestamp(at)) ${engine}`,
    `CREATE TABLE octometer.added__new (at DateTime('UTC')) ${engine}`,
    "INSERT INTO octometer.kept__old VALUES ('expired', '2026-01-01 00:00:00', 7), ('at hand', '2026-03-01 00:00:00', 7)",
  ]) {
    await store.command('test', sql)
  }
  const generations = { live: 'old', built: 'new' }
  await takeOverRows(store, model, generations, new Date('2026-02-01T00:00:00Z'))
  expect(await store.query(rows, {})).toEqual([{ at: '2026-01-01T00:00:00Z', added: 0, text: 'expired' }])
  expect(await compareGenerations(store, { ...model, tables: [added] }, 'old', 'new')).toEqual([])
})
