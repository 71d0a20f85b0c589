import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { Store } from './client.ts'
import { readMigrations } from './migrations.ts'
import { defineQuery } from './named-query.ts'
import { readModels } from './read-models.ts'
import { openEmptyStore } from './store.fixture.ts'
import { renderSql } from './template.ts'

const stack = new AsyncDisposableStack()
let store: Store

beforeAll(async () => {
  store = await openEmptyStore(stack)
})

afterAll(() => stack.disposeAsync())

const cluster = { database: 'octometer', cluster: 'octometer' }

/** The engine's own parser; it throws for what is no statement. */
const parsed = defineQuery({
  name: 'test.parsed',
  parameters: z.object({ statement: z.string() }),
  row: z.object({ text: z.string() }),
  render: (values) => ({ sql: 'SELECT formatQuery({statement:String}) AS text', values }),
})

const schemas = [
  ...readMigrations().map((migration) => ({
    what: migration.name,
    statements: renderSql(migration.template, cluster, null),
  })),
  ...readModels
    .filter(({ ddl }) => ddl !== null)
    .map(({ projection, ddl }) => ({
      what: `generation of ${projection}`,
      statements: renderSql(ddl ?? '', cluster, 'g1'),
    })),
]

async function formatted(statements: readonly string[]): Promise<readonly string[]> {
  const rows = await Promise.all(statements.map((statement) => store.query(parsed, { statement })))
  return rows.flat().map(({ text }) => text)
}

test.each(schemas)('$what: the engine parses every statement for a cluster', async ({ statements }) => {
  const texts = await formatted(statements)
  expect(texts.length).toBe(statements.length)
  expect(texts.filter((text) => !/ ON CLUSTER octometer\b/.test(text))).toEqual([])
  const engines = texts
    .filter((text) => text.startsWith('CREATE TABLE'))
    .map((text) => /^ENGINE = (\w+)\(/m.exec(text)?.[1] ?? text)
  expect(engines.filter((engine) => !/^(Replicated\w+MergeTree|Distributed)$/.test(engine))).toEqual([])
})

test('the engine parses what a recount waits by, and the rights that a cluster asks of the user who migrates', async () => {
  const grants = await readFile(
    new URL('../../../deploy/kubernetes/overlays/cluster/clickhouse.yaml', import.meta.url),
    'utf8',
  )
  const statements = [...grants.matchAll(/<query>(.*)<\/query>/g)].map(
    ([, statement = '']) => `${statement} TO projectors`,
  )
  expect(statements).toHaveLength(3)
  const waiting = 'SYSTEM SYNC REPLICA octometer.counter_facts__g1_local LIGHTWEIGHT'
  expect(await formatted([...statements, waiting])).toHaveLength(4)
})

test('what is no statement is refused: the parser tells', async () => {
  await expect(store.query(parsed, { statement: 'CREATE TABLE t ON CLUSTER' })).rejects.toThrow(
    /Syntax error/,
  )
})
