import { z } from 'zod'
import { defineQuery } from '../named-query.ts'

/** Tables of ours whose rows are not on disk when an insert is answered. A view has no rows. */
export const lazyTables = defineQuery({
  name: 'system.lazy_tables',
  parameters: z.object({}),
  row: z.object({ name: z.string() }),
  render: () => ({
    sql: `
      SELECT name FROM system.tables
      WHERE database = currentDatabase() AND engine LIKE '%MergeTree'
        AND NOT (create_table_query LIKE '%fsync_after_insert = 1%' AND create_table_query LIKE '%fsync_part_directory = 1%')
      ORDER BY name`,
    values: {},
  }),
})

/** The server's version, and what is left of its fullest disk; both null where it has none of its own. */
export const storeMachine = defineQuery({
  name: 'system.machine',
  parameters: z.object({}),
  row: z.object({
    version: z.string(),
    free_bytes: z.coerce.number().nullable(),
    total_bytes: z.coerce.number().nullable(),
  }),
  render: () => ({
    sql: `
      SELECT version() AS version,
        argMin(toNullable(free_space), free_space / total_space) AS free_bytes,
        argMin(toNullable(total_space), free_space / total_space) AS total_bytes
      FROM system.disks WHERE total_space > 0 AND total_space < 18446744073709551615`,
    values: {},
  }),
})
