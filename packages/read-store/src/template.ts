import { identifier } from './sql-text.ts'

export interface Placement {
  readonly database: string
  /** Null: one server. Else the cluster whose shards hold a repository each. */
  readonly cluster: string | null
}

/**
 * Renders one of our SQL files for `single` or `cluster`, and for a generation, into its statements.
 * `{{local t}}` is the table that holds the rows, `{{engine E}}` or `{{engine E version}}` its engine, `{{distributed t key}}` the table
 * over all shards (nothing on a single server), `{{on_cluster}}` where the statement runs.
 */
export function renderSql(
  template: string,
  placement: Placement,
  generation: string | null,
): readonly string[] {
  const render = (name: string) => tableName(placement, name, generation)
  const text = template
    .replace(/\{\{local (\w+)\}\}/g, (_, name: string) => localTable(placement, name, generation))
    .replace(/\{\{on_cluster\}\}/g, onCluster(placement))
    .replace(/\{\{engine (\w+)(?: (\w+))?\}\}/g, (_, engine: string, version?: string) =>
      renderEngine(engine, version ?? null, placement),
    )
    .replace(/\{\{distributed (\w+) (.+)\}\}/g, (_, name: string, key: string) =>
      placement.cluster === null
        ? ''
        : `CREATE TABLE IF NOT EXISTS ${render(name)} ON CLUSTER ${identifier(placement.cluster)}
AS ${localTable(placement, name, generation)}
ENGINE = Distributed(${identifier(placement.cluster)}, ${identifier(placement.database)}, ${bareLocal(placement, name, generation)}, ${key})`,
    )
  const unknown = /\{\{.*?\}\}/.exec(text)
  if (unknown !== null) throw new SyntaxError(`unknown placeholder ${unknown[0]}`)
  return text
    .split(/;\s*$/m)
    .map((statement) => statement.replace(/^\s*--.*$/gm, '').trim())
    .filter((statement) => statement !== '')
}

/** The full name under which a table is read; with a generation, that generation's own table. */
export function tableName(placement: Placement, name: string, generation: string | null): string {
  return `${identifier(placement.database)}.${bareName(name, generation)}`
}

/** The full name of the table that holds the rows of this shard: inserts and recounts go there. */
export function localTable(placement: Placement, name: string, generation: string | null): string {
  return `${identifier(placement.database)}.${bareLocal(placement, name, generation)}`
}

/** Where a statement about a table runs: nothing on a single server. */
export function onCluster({ cluster }: Placement): string {
  return cluster === null ? '' : `ON CLUSTER ${identifier(cluster)}`
}

/** Drops what `{{local t}}` and `{{distributed t key}}` made, on every server. */
export function dropStatements(
  placement: Placement,
  name: string,
  generation: string | null,
): readonly string[] {
  const made = new Set([tableName(placement, name, generation), localTable(placement, name, generation)])
  return [...made].map((table) => `DROP TABLE IF EXISTS ${table} ${onCluster(placement)}`.trim())
}

/** SQL of the number by which the rows of this shard are known; 0 on a single server. */
export function shardOf({ cluster }: Placement): string {
  return cluster === null ? 'toUInt64(0)' : "cityHash64(getMacro('shard'))"
}

function bareLocal(placement: Placement, name: string, generation: string | null): string {
  return placement.cluster === null ? bareName(name, generation) : `${bareName(name, generation)}_local`
}

export function bareName(name: string, generation: string | null): string {
  return generation === null ? identifier(name) : identifier(`${name}__${generation}`)
}

function renderEngine(engine: string, version: string | null, placement: Placement): string {
  if (placement.cluster === null) return `${engine}(${version ?? ''})`
  const place = "'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'"
  return `Replicated${engine}(${version === null ? place : `${place}, ${version}`})`
}
