import { z } from 'zod'
import type { Store } from './client.ts'
import { defineQuery, type RenderedQuery } from './named-query.ts'
import { inRepositories, instant, oneOf, where } from './queries/conditions.ts'
import { identifier } from './sql-text.ts'

/** A delivery as the archive keeps it, with its payload. */
export interface ArchivedDelivery {
  readonly received_at: Date
  readonly guid: string
  readonly event: string
  readonly repository: string
  readonly hook_id: string | null
  readonly target_type: string | null
  readonly target_id: string | null
  readonly source: string
  readonly content_type: string
  readonly signature: string | null
  readonly stream_sequence: number
  /** The raw body, as it was signed. */
  readonly body: Uint8Array
}

export interface ArchiveRange {
  /** Receipt times: from, inclusive, and to, exclusive. Null: no bound. */
  readonly since: Date | null
  readonly until: Date | null
  /** Of these events, repositories (ids) and GUID alone; null: of all. */
  readonly events: readonly string[] | null
  readonly repositories?: readonly number[] | null
  readonly guid?: string | null
}

/** A page holds so many deliveries, or fewer when they are large; more only when they were received at once. */
const PAGE_ROWS = 1000
const PAGE_BYTES = 4 * 1024 * 1024

/**
 * Archived deliveries whose payload has not expired, in pages, from the oldest page to the newest. A page is a span of
 * time: its end is found by the key alone, so that nothing is sorted that holds payloads.
 */
export async function* readArchive(
  store: Store,
  range: ArchiveRange,
): AsyncGenerator<readonly ArchivedDelivery[]> {
  const database = identifier(store.placement.database)
  const until = (range.until ?? new Date(LAST)).getTime()
  let from = range.since?.getTime() ?? (await oldestPayload(store))?.getTime()
  while (from !== undefined) {
    const [page] = await store.query(pageEnd(database, within(range, from, until)), {})
    if (page?.to === undefined || page.to === null) return
    const { sql, values } = within(range, from, page.to + 1)
    const which = `${sql} AND payload != '' LIMIT 1 BY received_at, guid`
    const deliveries = await readDeliveries(store, 'archive.page', which, values)
    if (deliveries.length > 0) yield deliveries
    from = page.to + 1
  }
}

/** The first archived attempt of a delivery whose payload has not expired; null when there is none. */
export async function archivedDelivery(store: Store, guid: string): Promise<ArchivedDelivery | null> {
  const first = "WHERE guid = {guid:String} AND payload != '' ORDER BY received_at LIMIT 1"
  const [row] = await readDeliveries(store, 'archive.by_guid', first, { guid })
  return row ?? null
}

/** Receipt of the oldest delivery whose payload is still there; null when there is none. */
export async function oldestPayload(store: Store): Promise<Date | null> {
  const [row] = await store.query(oldestQuery(identifier(store.placement.database)), {})
  return row === undefined ? null : new Date(row.oldest)
}

function oldestQuery(database: string) {
  return defineQuery({
    name: 'archive.oldest_payload',
    parameters: z.object({}),
    row: z.object({ oldest: z.number() }),
    render: () => ({
      sql: `
        SELECT toUnixTimestamp64Milli(received_at) AS oldest FROM ${database}.deliveries
        WHERE payload != '' ORDER BY received_at LIMIT 1`,
      values: {},
    }),
  })
}

/** How many attempts before a sequence of the stream the archive knows whose payload has expired. */
export async function attemptsWithoutPayload(store: Store, before: number): Promise<number> {
  const [row] = await store.query(expiredQuery(identifier(store.placement.database)), { before })
  return row?.attempts ?? 0
}

function expiredQuery(database: string) {
  return defineQuery({
    name: 'archive.without_payload',
    parameters: z.object({ before: z.number() }),
    row: z.object({ attempts: z.number() }),
    render: (values) => ({
      sql: `
        SELECT uniqExact(received_at, guid) AS attempts FROM ${database}.deliveries
        WHERE payload = '' AND stream_sequence < {before:UInt64}`,
      values,
    }),
  })
}

const LAST = Date.UTC(2106, 0, 1)

/** Unix milliseconds: from, inclusive, until, exclusive. */
function within(
  { events, repositories = null, guid = null }: ArchiveRange,
  from: number,
  until: number,
): RenderedQuery {
  return where([
    {
      sql: `received_at >= ${instant('from')} AND received_at < ${instant('until')}`,
      values: { from, until },
    },
    oneOf('event', 'events', events),
    inRepositories(repositories),
    oneOf('guid', 'guids', guid === null ? null : [guid]),
  ])
}

function pageEnd(database: string, { sql, values }: RenderedQuery) {
  return defineQuery({
    name: 'archive.page_end',
    parameters: z.object({}),
    row: z.object({ to: z.number().nullable() }),
    render: () => ({
      sql: `
        SELECT if(count() = 0, NULL, toUnixTimestamp64Milli(greatest(min(received_at), maxIf(received_at, bytes <= ${PAGE_BYTES})))) AS to
        FROM (
          SELECT received_at, sum(size) OVER (ORDER BY received_at ROWS UNBOUNDED PRECEDING) AS bytes
          FROM (SELECT received_at, size FROM ${database}.deliveries ${sql} ORDER BY received_at LIMIT ${PAGE_ROWS}))`,
      values,
    }),
  })
}

// All of them texts, and null as '': a header that is empty was not there.
const COLUMNS = `toString(toUnixTimestamp64Milli(received_at)), guid, toString(event), repository, ifNull(hook_id, ''),
  ifNull(target_type, ''), ifNull(target_id, ''), toString(source), toString(content_type), ifNull(signature, ''),
  toString(stream_sequence), if(form_body = '', payload, form_body)`
const COLUMN_COUNT = 12

async function readDeliveries(
  store: Store,
  name: string,
  which: string,
  values: Readonly<Record<string, unknown>>,
): Promise<readonly ArchivedDelivery[]> {
  const sql = `SELECT ${COLUMNS} FROM ${identifier(store.placement.database)}.deliveries ${which}`
  const rows = await store.queryTexts({ name, sql, values, columns: COLUMN_COUNT })
  return rows.map(toDelivery)
}

function toDelivery(row: readonly Buffer[]): ArchivedDelivery {
  const text = (column: number) => row[column]?.toString('utf8') ?? ''
  return {
    received_at: new Date(Number(text(0))),
    guid: text(1),
    event: text(2),
    repository: text(3),
    hook_id: text(4) || null,
    target_type: text(5) || null,
    target_id: text(6) || null,
    source: text(7),
    content_type: text(8),
    signature: text(9) || null,
    stream_sequence: Number(text(10)),
    body: row[11] ?? Buffer.alloc(0),
  }
}
