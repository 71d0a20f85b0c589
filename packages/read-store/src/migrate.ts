import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Store } from './client.ts'
import { SchemaError } from './errors.ts'
import { defineQuery } from './named-query.ts'
import { identifier, literal } from './sql-text.ts'
import { type Placement, renderSql } from './template.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly template: string
  readonly checksum: string
}

const folder = new URL('../migrations/', import.meta.url)

export function readMigrations(): readonly Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const template = readFileSync(new URL(file, folder), 'utf8')
      const checksum = createHash('sha256').update(template).digest('hex')
      return { number: Number.parseInt(file, 10), name: file.replace(/\.sql$/, ''), template, checksum }
    })
}

/**
 * Brings the database up to this program's schema and returns the names of what it applied; a second run applies
 * nothing. Throws SchemaError for a database that is newer than the program, or a migration that was edited.
 */
export async function migrate(store: Store, migrations = readMigrations()): Promise<readonly string[]> {
  const { placement } = store
  for (const statement of renderSql(journal, placement, null))
    await store.command('create schema_migrations', statement)
  const applied = new Map(
    (await store.query(appliedMigrations(placement), {})).map((row) => [row.number, row]),
  )
  refuseForeignHistory(migrations, [...applied.values()])
  const pending = migrations.filter((migration) => !applied.has(migration.number))
  for (const migration of pending) {
    for (const statement of renderSql(migration.template, placement, null))
      await store.command(`migrate ${migration.name}`, statement)
    await store.command(`journal ${migration.name}`, recordOf(placement, migration))
  }
  return pending.map((migration) => migration.name)
}

interface AppliedMigration {
  readonly number: number
  readonly name: string
  readonly checksum: string
}

function refuseForeignHistory(migrations: readonly Migration[], applied: readonly AppliedMigration[]): void {
  const known = new Map(migrations.map((migration) => [migration.number, migration]))
  for (const { number, name, checksum } of applied) {
    const migration = known.get(number)
    if (migration === undefined) {
      throw new SchemaError(
        'schema_newer',
        `the database has migration ${name}, which this program does not know: run the newer version that made it`,
      )
    }
    if (migration.checksum !== checksum) {
      throw new SchemaError(
        'schema_edited',
        `migration ${name} was edited after it was applied: undo the edit and add a new migration instead`,
      )
    }
  }
}

const journal = `
CREATE TABLE IF NOT EXISTS {{local schema_migrations}} {{on_cluster}}
(
  number UInt32,
  name String,
  checksum String COMMENT 'SHA-256 of the file',
  applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = {{engine ReplacingMergeTree}}
ORDER BY number
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'Which migrations were applied';
{{distributed schema_migrations rand()}};
`

function appliedMigrations({ database }: Placement) {
  return defineQuery({
    name: 'schema_migrations.applied',
    parameters: z.object({}),
    row: z.object({ number: z.number(), name: z.string(), checksum: z.string() }),
    render: () => ({
      sql: `SELECT number, any(name) AS name, any(checksum) AS checksum FROM ${identifier(database)}.schema_migrations GROUP BY number ORDER BY number`,
      values: {},
    }),
  })
}

function recordOf({ database }: Placement, { number, name, checksum }: Migration): string {
  return `INSERT INTO ${identifier(database)}.schema_migrations (number, name, checksum) VALUES (${number}, ${literal(name)}, ${literal(checksum)})`
}
