import { z } from 'zod'
import type { Store } from '../client.ts'
import { defineQuery } from '../named-query.ts'
import { identifier, literal } from '../sql-text.ts'
import { type ErasureRow, erasures, erasureWords } from '../tables/erasures.ts'
import { localTable, onCluster } from '../template.ts'

const phases = ['searching', 'rewriting', 'purging', 'rebuilding', 'clearing', 'done'] as const

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
  phase: z.enum(phases),
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

/** Erasures of people: how far each is and, while it lasts, what the person is known by. Its calls throw StoreError. */
export interface ErasureRegistry {
  /** Every one, the newest first. */
  list(): Promise<readonly ErasureState[]>
  /** Writes a step over the one before. */
  write(state: ErasureState): Promise<void>
  /** As it was written last; null once it is forgotten. */
  words(erasureId: string): Promise<string | null>
  writeWords(erasureId: string, version: number, words: string): Promise<void>
  forgetWords(erasureId: string): Promise<void>
}

export function openErasures(store: Store): ErasureRegistry {
  const { placement } = store
  const table = (name: string) => localTable(placement, name, null)
  return {
    list: () => store.query(erasuresQuery(placement.database), {}),
    write: async (state) => {
      const row: ErasureRow = state
      await store.insert('insert erasures', table('erasures'), [erasures.encode(row)])
    },
    words: async (id) => (await store.query(wordsQuery(placement.database), { id }))[0]?.words ?? null,
    writeWords: async (erasure_id, version, words) => {
      const row = erasureWords.encode({ erasure_id, version, words })
      await store.insert('insert erasure_words', table('erasure_words'), [row])
    },
    forgetWords: async (id) => {
      const statement = `ALTER TABLE ${table('erasure_words')} ${onCluster(placement)} DELETE WHERE erasure_id = ${literal(id)}`
      await store.command('forget erasure_words', `${statement} SETTINGS mutations_sync = 2`)
    },
  }
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
