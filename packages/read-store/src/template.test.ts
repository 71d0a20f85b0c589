import { expect, test } from 'vitest'
import { readModels } from './read-models.ts'
import { literal } from './sql-text.ts'
import { dropStatements, renderSql } from './template.ts'

const template = `-- a comment; with a semicolon
CREATE TABLE {{local facts}} {{on_cluster}} (a UInt8) ENGINE = {{engine ReplacingMergeTree}} ORDER BY a;

{{distributed facts cityHash64(a)}};
`

test('on one server a generation has its own table and nothing else', () => {
  expect(renderSql(template, { database: 'octometer', cluster: null }, 'g1')).toEqual([
    'CREATE TABLE octometer.facts__g1  (a UInt8) ENGINE = ReplacingMergeTree() ORDER BY a',
  ])
})

test('in a cluster it has a replicated table per shard and one over all shards', () => {
  const [local, distributed, ...more] = renderSql(template, { database: 'octometer', cluster: 'main' }, 'g1')
  expect(local).toContain('octometer.facts__g1_local ON CLUSTER main')
  expect(local).toContain(
    "ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')",
  )
  expect(distributed).toContain('CREATE TABLE IF NOT EXISTS octometer.facts__g1 ON CLUSTER main')
  expect(distributed).toContain('Distributed(main, octometer, facts__g1_local, cityHash64(a))')
  expect(more).toEqual([])
})

test('an engine may name the column of the version', () => {
  const table = 'ENGINE = {{engine ReplacingMergeTree version}}'
  expect(renderSql(table, { database: 'octometer', cluster: null }, 'g1')).toEqual([
    'ENGINE = ReplacingMergeTree(version)',
  ])
  expect(renderSql(table, { database: 'octometer', cluster: 'main' }, 'g1')).toEqual([
    "ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', version)",
  ])
})

test('a placeholder that is not known stops the rendering', () => {
  expect(() => renderSql('SELECT {{what}}', { database: 'octometer', cluster: null }, null)).toThrow(
    '{{what}}',
  )
})

test('every read model renders for a cluster: a table per shard and one over all', () => {
  for (const model of readModels.filter(({ ddl }) => ddl !== null)) {
    const statements = renderSql(model.ddl ?? '', { database: 'octometer', cluster: 'main' }, 'g1')
    expect(statements).toHaveLength(model.tables.length * 2)
  }
})

test('what was made is dropped: in a cluster both tables, on every server', () => {
  expect(dropStatements({ database: 'octometer', cluster: null }, 'facts', 'g1')).toEqual([
    'DROP TABLE IF EXISTS octometer.facts__g1',
  ])
  expect(dropStatements({ database: 'octometer', cluster: 'main' }, 'facts', 'g1')).toEqual([
    'DROP TABLE IF EXISTS octometer.facts__g1 ON CLUSTER main',
    'DROP TABLE IF EXISTS octometer.facts__g1_local ON CLUSTER main',
  ])
})

test('a literal holds any text', () => {
  expect(literal("it's \\ here")).toBe("'it\\'s \\\\ here'")
})
