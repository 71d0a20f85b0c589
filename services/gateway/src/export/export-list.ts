import { Readable } from 'node:stream'
import {
  type ApiRoute,
  type ExportFormat,
  entriesOf,
  exportParameters,
  exportTypes,
  isList,
  MAX_PARQUET_ROWS,
} from '@octometer/gateway-api'
import type { Store } from '@octometer/read-store'
import { problem } from '@octometer/service-kit'
import { RawAnswer } from '../raw-answer.ts'
import { parameterReader, wrongParameter } from '../request-parameters.ts'
import { columnsOf, type EntryColumn, rowOf } from './columns.ts'

/** One page of a list, from a cursor on. */
export type AskPage = (cursor: string | undefined) => Promise<object>

interface Page {
  readonly data: readonly unknown[]
  readonly next: string | undefined
}

const format = parameterReader(exportParameters)

/**
 * The format that a request asks for, and the parameters that are the route's own. Throws a 400 for an unknown format,
 * or one beside `limit` or `cursor`: a file holds the whole list.
 */
export function readFormat(
  route: ApiRoute,
  query: URLSearchParams,
): { readonly format: ExportFormat | undefined; readonly own: URLSearchParams } {
  if (entriesOf(route) === null || !query.has('format')) return { format: undefined, own: query }
  const given = query.getAll('format').map((value) => ['format', value] as const)
  const asked = format.read(given)
  const paging = ['limit', 'cursor'].find((name) => query.has(name))
  if (paging !== undefined)
    throw wrongParameter(paging, 'does not go with format: a file holds the whole list')
  const own = new URLSearchParams(query)
  own.delete('format')
  return { format: asked.format, own }
}

/** A whole list as a file. Its first page is read before anything is answered: what fails by then has a status. */
export async function exportList(
  store: Store,
  route: ApiRoute,
  asked: ExportFormat,
  ask: AskPage,
): Promise<RawAnswer> {
  const read = async (cursor: string | undefined) => toPage(route, await ask(cursor))
  const pages = pagesFrom(await read(undefined), read)
  const fileName = `${route.path.split('/').at(-1)}.${asked}`
  if (asked === 'ndjson')
    return new RawAnswer(exportTypes.ndjson, () => Readable.from(ndjson(pages)), fileName)
  if (asked === 'json') return new RawAnswer(exportTypes.json, () => Readable.from(json(pages)), fileName)
  const columns = columnsOf(route)
  if (asked === 'csv') {
    return new RawAnswer(exportTypes.csv, () => Readable.from(csv(store, columns, pages)), fileName)
  }
  const file = await parquet(store, columns, pages)
  return new RawAnswer(exportTypes.parquet, () => Readable.from([file]), fileName)
}

async function* pagesFrom(
  first: Page,
  read: (cursor: string) => Promise<Page>,
): AsyncGenerator<readonly unknown[]> {
  let page = first
  yield page.data
  while (page.next !== undefined) {
    page = await read(page.next)
    yield page.data
  }
}

async function* ndjson(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  for await (const entries of pages) {
    if (entries.length > 0) yield `${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`
  }
}

/** One array, an entry a line. */
async function* json(pages: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  let before = '['
  for await (const entries of pages) {
    for (const entry of entries) {
      yield `${before}\n${JSON.stringify(entry)}`
      before = ','
    }
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}

async function* csv(
  store: Store,
  columns: readonly EntryColumn[],
  pages: AsyncIterable<readonly unknown[]>,
): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const entries of pages) {
    const rows = entries.map((entry) => withoutFormulas(rowOf(entry, columns)))
    yield await store.format({ columns, rows, format: isFirst ? 'csv_header' : 'csv' })
    isFirst = false
  }
}

async function parquet(
  store: Store,
  columns: readonly EntryColumn[],
  pages: AsyncIterable<readonly unknown[]>,
): Promise<Buffer> {
  const rows: Readonly<Record<string, unknown>>[] = []
  for await (const entries of pages) {
    rows.push(...entries.map((entry) => rowOf(entry, columns)))
    if (rows.length > MAX_PARQUET_ROWS) {
      const detail = `The list has more than ${MAX_PARQUET_ROWS} entries: narrow it, or take ndjson or csv, which are streamed.`
      throw problem(422, 'too_many_rows', detail)
    }
  }
  return store.format({ columns, rows, format: 'parquet' })
}

/** What spreadsheets run when a cell begins with it (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n]/

function withoutFormulas(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' && FORMULA.test(value) ? `'${value}` : value,
    ]),
  )
}

/** A list that is answered whole has one page. */
function toPage(route: ApiRoute, answer: object): Page {
  const data: unknown = Reflect.get(answer, entriesOf(route) ?? 'data')
  const page: unknown = Reflect.get(answer, 'page')
  if (!Array.isArray(data) || (isList(route) && page === undefined))
    throw new TypeError('a list was answered without its page')
  const next = typeof page === 'object' && page !== null && 'next_cursor' in page ? page.next_cursor : null
  return { data, next: typeof next === 'string' ? next : undefined }
}
