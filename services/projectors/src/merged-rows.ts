import type { Row, RowsByTable } from '@octometer/projector-runtime'

/** All of their rows, table by table; null when there are none. */
export function mergedRows(parts: readonly (RowsByTable | null | undefined)[]): RowsByTable | null {
  const all: Record<string, readonly Row[]> = {}
  for (const part of parts)
    for (const [table, rows] of Object.entries(part ?? {})) all[table] = [...(all[table] ?? []), ...rows]
  return Object.keys(all).length === 0 ? null : all
}
