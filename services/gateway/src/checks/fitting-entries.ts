import type { Store } from '@octometer/read-store'
import { type Ended, type EndedQuery, fits } from './check-fields.ts'
import { type Endings, endingsOf, type MaybeEnded } from './proven-end.ts'

interface Fitting<Row, Entry> {
  readonly store: Store
  readonly generation: string
  readonly query: EndedQuery
  maybeEnded(row: Row): MaybeEnded
  /** The same as of its place. */
  keyOf(row: Row): string
  entryOf(row: Row, endings: Endings): Entry
}

/** Rows as entries that fit what was asked, now that it is known which have ended; by the key of their place. */
export async function fittingEntries<Row, Entry extends Ended>(
  rows: readonly Row[],
  { store, generation, query, maybeEnded, keyOf, entryOf }: Fitting<Row, Entry>,
): Promise<ReadonlyMap<string, Entry>> {
  const endings = await endingsOf(store, generation, rows.map(maybeEnded))
  const entries = rows.map((row) => [keyOf(row), entryOf(row, endings)] as const)
  return new Map(entries.filter(([, entry]) => fits(entry, query)))
}
