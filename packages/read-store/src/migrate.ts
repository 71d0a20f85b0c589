import type { Store } from './client.ts'
import {
  appliedMigrations,
  type Migration,
  pendingAmong,
  readMigrations,
  refuseForeignHistory,
} from './migrations.ts'
import { identifier, literal } from './sql-text.ts'
import { type Placement, renderSql } from './template.ts'

/**
 * Brings the database up to this program's schema and returns the names of what it applied; a second run applies
 * nothing. Throws SchemaError for a database that is newer than the program, or a migration that was edited.
 */
export async function migrate(store: Store, migrations = readMigrations()): Promise<readonly string[]> {
  const { placement } = store
  for (const statement of renderSql(journal, placement, null))
    await store.command('create schema_migrations', statement)
  const applied = await appliedMigrations(store)
  refuseForeignHistory(migrations, applied)
  const pending = pendingAmong(migrations, applied)
  for (const migration of pending) {
    for (const statement of renderSql(migration.template, placement, null))
      await store.command(`migrate ${migration.name}`, statement)
    await store.command(`journal ${migration.name}`, recordOf(placement, migration))
  }
  return pending.map((migration) => migration.name)
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

function recordOf({ database }: Placement, { number, name, checksum }: Migration): string {
  return `INSERT INTO ${identifier(database)}.schema_migrations (number, name, checksum) VALUES (${number}, ${literal(name)}, ${literal(checksum)})`
}
