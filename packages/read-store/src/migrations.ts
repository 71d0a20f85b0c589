import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Store } from './client.ts'
import { SchemaError, StoreError } from './errors.ts'
import { defineQuery } from './named-query.ts'
import { identifier } from './sql-text.ts'
import { type Placement, renderSql } from './template.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly template: string
  readonly checksum: string
}

/** As the database remembers it. */
export interface AppliedMigration {
  readonly number: number
  readonly name: string
  readonly checksum: string
  readonly applied_at: string
}

/**
 * How long a statement keeps who runs it, and what it keeps from others. `instant`: it changes what the database knows of a table.
 * `waits`: parts are rewritten, and the migration waits for it; reads and inserts go on. `background`: it is rewritten later.
 */
type StatementCost = 'instant' | 'waits' | 'background'

interface PlannedStatement {
  readonly sql: string
  readonly cost: StatementCost
}

export interface MigrationPlan {
  readonly applied: readonly AppliedMigration[]
  readonly pending: readonly {
    readonly name: string
    /** What its file says of it; empty when it says nothing. */
    readonly summary: string
    readonly statements: readonly PlannedStatement[]
  }[]
  /** In the database, and not in this program. */
  readonly unknown: readonly string[]
  /** In both, with other text. */
  readonly edited: readonly string[]
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

/** What ran and what would; it only looks, at an empty database too. Throws StoreError. */
export async function migrationPlan(store: Store, migrations = readMigrations()): Promise<MigrationPlan> {
  const applied = await historyOf(store)
  return {
    applied,
    pending: pendingAmong(migrations, applied).map(({ name, template }) => ({
      name,
      summary: summaryOf(template),
      statements: renderSql(template, store.placement, null).map((sql) => ({ sql, cost: costOf(sql) })),
    })),
    ...foreign(migrations, applied),
  }
}

/**
 * For who migrates nothing: throws SchemaError for a database that is newer than this program, or whose history was edited. A database
 * that does not answer refuses nobody: readiness tells of it.
 */
export async function refuseNewerSchema(store: Store, migrations = readMigrations()): Promise<void> {
  const applied = await historyOf(store).catch((error: unknown) => {
    if (error instanceof StoreError && error.exceptionCode === null) return []
    throw error
  })
  refuseForeignHistory(migrations, applied)
}

/** Those that the database does not have yet. */
export function pendingAmong(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const done = new Set(applied.map(({ number }) => number))
  return migrations.filter(({ number }) => !done.has(number))
}

function foreign(migrations: readonly Migration[], applied: readonly AppliedMigration[]) {
  const known = new Map(migrations.map((migration) => [migration.number, migration]))
  const unknown = applied.filter(({ number }) => !known.has(number)).map(({ name }) => name)
  const edited = applied
    .filter(({ number, checksum }) => known.has(number) && known.get(number)?.checksum !== checksum)
    .map(({ name }) => name)
  return { unknown, edited }
}

/** Throws SchemaError. */
export function refuseForeignHistory(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): void {
  const { unknown, edited } = foreign(migrations, applied)
  const newest = migrations.at(-1)?.name ?? 'none'
  if (unknown.length > 0) {
    throw new SchemaError(
      'schema_newer',
      `the database has ${unknown.length === 1 ? 'migration' : 'migrations'} ${unknown.join(', ')}, and this program knows none after ${newest}: ` +
        'it is older than the one that migrated the database. Run that version, or a newer one, or restore a backup that was taken before the upgrade',
    )
  }
  if (edited.length > 0) {
    throw new SchemaError(
      'schema_edited',
      `migration ${edited.join(', ')} was edited after it was applied: undo the edit and add a new migration instead`,
    )
  }
}

const LATER = /\bDELETE WHERE\b|\bUPDATE\b|\bMATERIALIZE\b/
const SYNCHRONOUS = /\bmutations_sync = [12]\b/

function costOf(sql: string): StatementCost {
  if (!sql.startsWith('ALTER') || !LATER.test(sql)) return 'instant'
  return SYNCHRONOUS.test(sql) ? 'waits' : 'background'
}

/** The comments before its first statement. */
function summaryOf(template: string): string {
  const lines = template.split('\n')
  const end = lines.findIndex((line) => !line.startsWith('--'))
  return lines
    .slice(0, Math.max(0, end))
    .map((line) => line.replace(/^--\s*/, ''))
    .join(' ')
}

const NO_SUCH_TABLE = 60
const NO_SUCH_DATABASE = 81

/** Of a database that nobody has migrated: none. */
async function historyOf(store: Store): Promise<readonly AppliedMigration[]> {
  try {
    return await appliedMigrations(store)
  } catch (error) {
    const code = error instanceof StoreError ? error.exceptionCode : null
    if (code === NO_SUCH_TABLE || code === NO_SUCH_DATABASE) return []
    throw error
  }
}

/** In their order. Throws StoreError where there is no history. */
export async function appliedMigrations({ query, placement }: Store): Promise<readonly AppliedMigration[]> {
  return query(appliedQuery(placement), {})
}

function appliedQuery({ database }: Placement) {
  return defineQuery({
    name: 'schema_migrations.applied',
    parameters: z.object({}),
    row: z.object({ number: z.number(), name: z.string(), checksum: z.string(), applied_at: z.string() }),
    render: () => ({
      sql: `
        SELECT m.number AS number, any(m.name) AS name, any(m.checksum) AS checksum, min(m.applied_at) AS applied_at
        FROM ${identifier(database)}.schema_migrations AS m GROUP BY m.number ORDER BY m.number`,
      values: {},
    }),
  })
}
