import { startClickHouse } from '@octometer/testkit'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { connectStore } from './client.ts'
import { StoreError } from './errors.ts'
import { defineQuery } from './named-query.ts'

function queryOf<R>(sql: string, row: z.ZodType<R>) {
  return defineQuery({ name: 'test', parameters: z.object({}), row, render: () => ({ sql, values: {} }) })
}

test('what ClickHouse refuses is its error, and what does not fit a schema of ours is not', async () => {
  await using clickhouse = await startClickHouse()
  await using store = connectStore({ ...clickhouse, cluster: null, ca: null })
  const one = z.object({ one: z.number() })
  expect(await store.query(queryOf('SELECT 1 AS one', one), {})).toEqual([{ one: 1 }])
  await expect(store.query(queryOf('SELECT nothing', one), {})).rejects.toThrow(StoreError)
  await expect(store.query(queryOf("SELECT 'x' AS one", one), {})).rejects.toThrow(z.ZodError)
})
