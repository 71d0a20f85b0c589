import { z } from 'zod'
import type { ApiRoute } from './route.ts'

export const exportFormats = ['csv', 'json', 'ndjson', 'parquet'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const exportTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
}

/** Rows of a Parquet file, which is written in one piece. The other formats are streamed and have no limit. */
export const MAX_PARQUET_ROWS = 100_000

/** What every list takes beside its own parameters. */
export const exportParameters = z.object({
  format: z
    .enum(exportFormats, { error: `must be one of ${exportFormats.join(', ')}` })
    .optional()
    .describe(
      `The whole list as a file, without \`limit\` and \`cursor\`: ${exportFormats.join(', ')}. ` +
        '`json` is one array of its entries, `ndjson` has a line for each. ' +
        `Parquet takes at most ${MAX_PARQUET_ROWS} rows. Freshness is in the header \`Octo-Freshness\`. ` +
        'In CSV a text that a spreadsheet would run as a formula begins with an apostrophe.',
    ),
})

/** The member of the answer that holds the entries of a list, which can be had as a file; null for what is no list. */
export function entriesOf(route: ApiRoute): string | null {
  return isList(route) ? 'data' : (route.entries ?? null)
}

/** True for routes that answer page by page. */
export function isList({ query }: ApiRoute): boolean {
  return 'cursor' in query.shape && 'limit' in query.shape
}
