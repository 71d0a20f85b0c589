import { z } from 'zod'
import type { Store } from '../client.ts'
import { defineQuery } from '../named-query.ts'
import { identifier, literal } from '../sql-text.ts'
import { type ErasureRow, erasures, erasureWords } from '../tables/erasures.ts'
import { localTable, onCluster } from '../template.ts'

export const erasurePhases = ['searching', 'rewriting', 'purging', 'rebuilding', 'clearing', 'done'] as const
export type ErasurePhase = (typeof erasurePhases)[number]

const time = z.iso.datetime().transform((text) => new Date(text))

const stateSchema = z.object({
  erasure_id: z.string(),
  version: z.number(),
  /** The login that stands in the person's place. */
  placeholder: z.string(),
  placeholder_id: z.number(),
  asked_at: time,
  asked_by: z.string(),
  /** Position in the stream EVENTS: what came before it is rewritten. */
  up_to: z.number(),
  phase: z.enum(erasurePhases),
  updated_at: time,
  /** Null until the archive and the log hold nothing of them. */
  rewritten_at: time.nullable(),
  deliveries: z.number(),
  other_rows: z.number(),
  messages: z.number(),
  bucket_entries: z.number(),
  read_models: z.number(),
})

/** How far the erasure of somebody is. */
export type ErasureState = z.output<typeof stateSchema>

const MOST = 1000

/** Every erasure, the newest first. */
export function listErasures(store: Store): Promise<readonly ErasureState[]> {
  return store.query(erasuresQuery(store.placement.database), {})
}

/** Writes a step of an erasure over the one before. */
export async function writeErasure(store: Store, state: ErasureState): Promise<void> {
  const row: ErasureRow = state
  await store.insert('insert erasures', localTable(store.placement, 'erasures', null), [erasures.encode(row)])
}

/** What the person is known by, as it was written; null once it is forgotten. */
export async function readErasureWords(store: Store, erasureId: string): Promise<string | null> {
  const [row] = await store.query(wordsQuery(store.placement.database), { id: erasureId })
  return row?.words ?? null
}

export async function writeErasureWords(
  store: Store,
  erasureId: string,
  version: number,
  words: string,
): Promise<void> {
  const row = erasureWords.encode({ erasure_id: erasureId, version, words })
  await store.insert('insert erasure_words', localTable(store.placement, 'erasure_words', null), [row])
}

export async function forgetErasureWords(store: Store, erasureId: string): Promise<void> {
  const table = `${localTable(store.placement, 'erasure_words', null)} ${onCluster(store.placement)}`
  const which = `erasure_id = ${literal(erasureId)}`
  await store.command(
    'forget erasure_words',
    `ALTER TABLE ${table} DELETE WHERE ${which} SETTINGS mutations_sync = 2`,
  )
}

function erasuresQuery(database: string) {
  return defineQuery({
    name: 'erasures.list',
    parameters: z.object({}),
    row: stateSchema,
    render: () => ({
      sql: `SELECT * FROM ${identifier(database)}.erasures FINAL ORDER BY asked_at DESC, erasure_id LIMIT ${MOST}`,
      values: {},
    }),
  })
}

function wordsQuery(database: string) {
  return defineQuery({
    name: 'erasures.words',
    parameters: z.object({ id: z.string() }),
    row: z.object({ words: z.string() }),
    render: (values) => ({
      sql: `SELECT words FROM ${identifier(database)}.erasure_words FINAL WHERE erasure_id = {id:String}`,
      values,
    }),
  })
}
