import type { Store } from './client.ts'
import type { Row } from './rows.ts'
import type { Table } from './table.ts'
import {
  type AuditRow,
  audits,
  type DeadLetterRow,
  deadLetters,
  type OutcomeRow,
  outcomes,
} from './tables/operations.ts'
import { localTable } from './template.ts'

/** Where every message's end is written, for all projections. Writing it again changes nothing. */
export interface StoreJournal {
  writeOutcomes(rows: readonly OutcomeRow[]): Promise<void>
  writeDeadLetters(rows: readonly DeadLetterRow[]): Promise<void>
  writeAudits(rows: readonly AuditRow[]): Promise<void>
}

export function openJournal(store: Store): StoreJournal {
  const write = (table: Table) => async (rows: readonly Row[]) => {
    if (rows.length === 0) return
    const encoded = rows.map((row) => table.encode(row))
    await store.insert(`insert ${table.name}`, localTable(store.placement, table.name, null), encoded)
  }
  return { writeOutcomes: write(outcomes), writeDeadLetters: write(deadLetters), writeAudits: write(audits) }
}
