import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { connectStore, type Store } from './client.ts'
import { renderType } from './column-type.ts'
import { openGeneration } from './generation-store.ts'
import { migrate } from './migrate.ts'
import { readMigrations } from './migrations.ts'
import { defineQuery } from './named-query.ts'
import { readModels } from './read-models.ts'
import { openMigratedStore } from './store.fixture.ts'
import { erasures, erasureWords, rewrittenDeliveries } from './tables/erasures.ts'
import { audits, deadLetters, generations, outcomes } from './tables/operations.ts'

const stack = new AsyncDisposableStack()
let store: Store

beforeAll(async () => {
  store = await openMigratedStore(stack)
  for (const model of readModels) await openGeneration(store, model, 'g0', { timezone: 'UTC' }).create()
})

afterAll(() => stack.disposeAsync())

const columnsOf = defineQuery({
  name: 'test.columns',
  parameters: z.object({ table: z.string() }),
  row: z.object({ name: z.string(), type: z.string(), default_kind: z.string() }),
  render: (values) => ({
    sql: "SELECT name, type, default_kind FROM system.columns WHERE database = 'octometer' AND table = {table:String} ORDER BY position",
    values,
  }),
})

const keyOf = defineQuery({
  name: 'test.sorting_key',
  parameters: z.object({ table: z.string() }),
  row: z.object({ sorting_key: z.string(), create_table_query: z.string() }),
  render: (values) => ({
    sql: "SELECT sorting_key, create_table_query FROM system.tables WHERE database = 'octometer' AND name = {table:String}",
    values,
  }),
})

const tables = [
  ...[...[outcomes, deadLetters, generations, audits], ...[erasures, erasureWords, rewrittenDeliveries]].map(
    (table) => ({ table, name: table.name }),
  ),
  ...readModels.flatMap(({ tables: own, ddl }) =>
    own.map((table) => ({ table, name: ddl === null ? table.name : `${table.name}__g0` })),
  ),
]

test.each(tables)(
  '$name: its row type, its key and its durability are those of the database',
  async ({ table, name }) => {
    const columns = await store.query(columnsOf, { table: name })
    const written = columns
      .filter(({ default_kind }) => default_kind === '')
      .map(({ name: column, type }) => [column, type])
    expect(written).toEqual(Object.entries(table.columns).map(([column, type]) => [column, renderType(type)]))
    const [shown] = await store.query(keyOf, { table: name })
    expect(shown?.sorting_key).toBe(table.key.join(', '))
    expect(shown?.create_table_query).toContain('fsync_after_insert = 1, fsync_part_directory = 1')
  },
)

test('a second run of the migrations applies nothing', async () => {
  expect(await migrate(store)).toEqual([])
})

test('a database that is newer than the program is refused, and so is an edited migration', async () => {
  const migrations = readMigrations()
  await expect(migrate(store, migrations.slice(0, -1))).rejects.toMatchObject({ code: 'schema_newer' })
  const edited = migrations.map((migration) => ({ ...migration, checksum: 'other' }))
  await expect(migrate(store, edited)).rejects.toMatchObject({ code: 'schema_edited' })
})

test('an error says whether trying again can help', async () => {
  const row = (value: unknown) => [{ message_id: 'm', projection: 'p', generation: '', result: value }]
  await expect(store.insert('test', 'octometer.outcomes', row('not a tuple'))).rejects.toMatchObject({
    retryable: false,
  })
  await expect(store.insert('test', 'octometer.nowhere', row({}))).rejects.toMatchObject({ retryable: true })
  const away = connectStore({
    ...{ url: 'http://127.0.0.1:9', user: 'nobody', password: '', database: 'octometer' },
    ...{ cluster: null, ca: null },
  })
  await expect(away.ping()).rejects.toMatchObject({
    code: 'store_failed',
    retryable: true,
    exceptionCode: null,
  })
  await away[Symbol.asyncDispose]()
})
