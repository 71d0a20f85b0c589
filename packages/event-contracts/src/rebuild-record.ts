import { z } from 'zod'

const time = z.iso.datetime()
const count = z.int().min(0)

/** What the projectors tell of the filling of one generation, in the bucket `rebuilds`. */
export const rebuildRecordSchema = z.object({
  projection: z.string(),
  generation: z.string(),
  /** The process that tells: of several that fill one generation, one does. */
  teller: z.string(),
  state: z.enum(['running', 'failed', 'done']),
  phase: z.enum(['reading_log', 'reading_archive', 'recounting', 'comparing', 'replacing']),
  began_at: time,
  /** When it was told. */
  heard_at: time,
  /** Messages of the log and the archive, those that are in both twice. */
  read: count,
  /** Null until they are counted. */
  total: count.nullable(),
  /** Receipt of the newest delivery that was read from the archive. */
  received_until: time.nullable(),
  /** Rows of each table, in the live generation and in this one; null before they are compared, and with none to compare with. */
  differences: z
    .array(z.object({ table: z.string(), live: count, built: count }))
    .readonly()
    .nullable(),
})

export type RebuildRecord = z.output<typeof rebuildRecordSchema>
export type RebuildPhase = RebuildRecord['phase']

/** Where a generation's record lies in the bucket. */
export function rebuildKey(projection: string, generation: string): string {
  return `${projection}.${generation}`
}
