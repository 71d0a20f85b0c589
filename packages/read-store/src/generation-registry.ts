import { z } from 'zod'
import type { Store } from './client.ts'
import { defineQuery } from './named-query.ts'
import type { ReadModel } from './read-models.ts'
import { identifier } from './sql-text.ts'
import { generations } from './tables/operations.ts'
import { localTable, onCluster, type Placement, tableName } from './template.ts'

export type GenerationStatus = 'building' | 'live' | 'retired' | 'dropped'

export interface GenerationState {
  readonly projection: string
  readonly generation: string
  /** Of the code and settings that fill it. */
  readonly code: string
  readonly status: GenerationStatus
  readonly since: string
  /** From when its numbers are true; null when nothing before it is missing. */
  readonly true_from: string | null
}

const RANK: Readonly<Record<GenerationStatus, number>> = { building: 1, live: 2, retired: 3, dropped: 4 }

/** Every generation of every projection, newest first. Of several live ones the newest is read. */
export async function listGenerations(store: Store): Promise<readonly GenerationState[]> {
  return store.query(generationsQuery(store.placement), {})
}

export async function liveGeneration(store: Store, projection: string): Promise<GenerationState | null> {
  return liveAmong(await listGenerations(store), projection)
}

/** Of several live ones the newest, which `listGenerations` tells first. */
export function liveAmong(all: readonly GenerationState[], projection: string): GenerationState | null {
  return all.find((each) => each.projection === projection && each.status === 'live') ?? null
}

export interface GenerationName {
  readonly projection: string
  readonly generation: string
  readonly code: string
  readonly trueFrom?: Date | null
}

/** Records a step in a generation's life; it never goes back. */
export async function markGeneration(
  store: Store,
  generation: GenerationName,
  status: GenerationStatus,
  now: Date,
): Promise<void> {
  const row = generations.encode({
    projection: generation.projection,
    generation: generation.generation,
    code: generation.code,
    status: { rank: RANK[status], status, since: now },
    true_from: generation.trueFrom ?? null,
  })
  await store.insert('insert generations', localTable(store.placement, 'generations', null), [row])
}

/** Lets everybody read this generation: the views named like its tables point to it from now on. */
export async function publishViews(store: Store, model: ReadModel, generation: string): Promise<void> {
  const { placement } = store
  for (const table of model.tables) {
    const view = tableName(placement, table.name, null)
    const source = tableName(placement, table.name, generation)
    await store.command(
      `publish ${table.name}`,
      `CREATE OR REPLACE VIEW ${view} ${onCluster(placement)} AS SELECT * FROM ${source}`,
    )
  }
}

function generationsQuery({ database }: Placement) {
  return defineQuery({
    name: 'generations.list',
    parameters: z.object({}),
    row: z.object({
      projection: z.string(),
      generation: z.string(),
      code: z.string(),
      status: z.enum(['building', 'live', 'retired', 'dropped']),
      since: z.string(),
      true_from: z.string().nullable(),
    }),
    render: () => ({
      sql: `
        SELECT projection, generation, code, newest.status AS status, newest.since AS since, earliest AS true_from FROM (
          SELECT projection, generation, max(g.code) AS code, max(g.status) AS newest, max(g.true_from) AS earliest
          FROM ${identifier(database)}.generations AS g GROUP BY projection, generation)
        ORDER BY projection, since DESC, generation`,
      values: {},
    }),
  })
}
