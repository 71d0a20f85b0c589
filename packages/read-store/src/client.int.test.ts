import { expect, test } from 'vitest'
import { z } from 'zod'
import { StoreError } from './errors.ts'
import { defineQuery } from './named-query.ts'
import { openEmptyStore } from './store.fixture.ts'

function queryOf<R>(sql: string, row: z.ZodType<R>) {
  return defineQuery({ name: 'test', parameters: z.object({}), row, render: () => ({ sql, values: {} }) })
}

test('what ClickHouse refuses is its error, and what does not fit a schema of ours is not', async () => {
  await using stack = new AsyncDisposableStack()
  const store = await openEmptyStore(stack)
  const one = z.object({ one: z.number() })
  expect(await store.query(queryOf('SELECT 1 AS one', one), {})).toEqual([{ one: 1 }])
  await expect(store.query(queryOf('SELECT nothing', one), {})).rejects.toThrow(StoreError)
  await expect(store.query(queryOf("SELECT 'x' AS one", one), {})).rejects.toThrow(z.ZodError)
})

test('a query that takes longer than it may is ended by ClickHouse', async () => {
  await using stack = new AsyncDisposableStack()
  const store = await openEmptyStore(stack, { querySeconds: 1 })
  const row = z.object({ sum: z.number() })
  const slow = queryOf('SELECT sum(cityHash64(number) % 3) AS sum FROM numbers(1000000000000)', row)
  await expect(store.query(slow, {})).rejects.toMatchObject({ exceptionCode: 159 })
  expect(await store.query(queryOf('SELECT 1 AS sum', row), {})).toEqual([{ sum: 1 }])
})
