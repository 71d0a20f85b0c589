import { z } from 'zod'
import { BEGINNING, pagesOf } from './archive-pages.ts'
import type { Store } from './client.ts'
import { defineQuery } from './named-query.ts'
import { identifier } from './sql-text.ts'

const rowSchema = z.object({
  taken_at: z.string(),
  snapshot_id: z.string(),
  type: z.string(),
  repository: z.string(),
  stream_sequence: z.number(),
  /** The snapshot as JSON. */
  body: z.string(),
})

/** A snapshot as the archive keeps it. */
export type ArchivedSnapshot = z.output<typeof rowSchema>

/** Their bodies may be as large as a page of GitHub's delivery log or a plan. */
const PAGE = 100

/** Archived snapshots of these types, oldest first, in pages. */
export function readSnapshots(
  store: Store,
  types: readonly string[],
): AsyncGenerator<readonly ArchivedSnapshot[]> {
  const query = snapshotPage(store.placement.database)
  return pagesOf(PAGE, (after: ArchivedSnapshot | null) =>
    store.query(query, {
      types,
      after_time: after?.taken_at ?? BEGINNING,
      after_id: after?.snapshot_id ?? '',
    }),
  )
}

function snapshotPage(database: string) {
  return defineQuery({
    name: 'snapshots.page',
    parameters: z.object({
      types: z.array(z.string()).readonly(),
      after_time: z.iso.datetime(),
      after_id: z.string(),
    }),
    row: rowSchema,
    render: (values) => ({
      sql: `
        SELECT taken_at, snapshot_id, type, repository, stream_sequence, body FROM ${identifier(database)}.snapshots
        WHERE type IN {types:Array(String)}
          AND (taken_at, snapshot_id) > (parseDateTime64BestEffort({after_time:String}, 3, 'UTC'), {after_id:String})
        ORDER BY taken_at, snapshot_id LIMIT 1 BY taken_at, snapshot_id LIMIT ${PAGE}`,
      values,
    }),
  })
}
