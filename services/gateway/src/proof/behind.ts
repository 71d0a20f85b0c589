import type { evidence } from '@octometer/gateway-api'
import type { EvidencePart } from '@octometer/read-store'
import type { z } from 'zod'

type Elsewhere = z.output<typeof evidence>['elsewhere'][number]

/** What is behind an answer. */
export interface Behind {
  /** What deliveries told, kind by kind. */
  readonly deliveries: readonly EvidencePart[]
  /** What no delivery told. */
  readonly elsewhere?: readonly Elsewhere[]
}

/** Messages that are no deliveries, by the first of their ids; none is nothing. */
export function messagesOf(
  source: Elsewhere['source'],
  rows: readonly { readonly id: string; readonly total: number }[],
): readonly Elsewhere[] {
  const [first] = rows
  return first === undefined ? [] : [{ source, total: first.total, ids: rows.map(({ id }) => id) }]
}

/** OCTO_TEAMS_FILE, which says who is in which team. */
export const teamsFile: Elsewhere = { source: 'teams_file', total: null, ids: [] }
