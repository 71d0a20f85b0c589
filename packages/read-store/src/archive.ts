import { z } from 'zod'
import type { Store } from './client.ts'
import { defineQuery } from './named-query.ts'
import { anyOfTexts, inRepositories, oneOf, repositoryIds, where } from './queries/conditions.ts'
import { identifier } from './sql-text.ts'

const rowSchema = z.object({
  received_at: z.string(),
  guid: z.string(),
  event: z.string(),
  repository: z.string(),
  hook_id: z.string().nullable(),
  target_type: z.string().nullable(),
  target_id: z.string().nullable(),
  source: z.string(),
  content_type: z.string(),
  signature: z.string().nullable(),
  stream_sequence: z.number(),
  /** The raw body, as it was signed. */
  body: z.string(),
})

/** A delivery as the archive keeps it, with its payload. */
export type ArchivedDelivery = z.output<typeof rowSchema>

export interface ArchiveRange {
  /** Receipt times, ISO 8601: from, inclusive, and to, exclusive. Null: no bound. */
  readonly since: string | null
  readonly until: string | null
  /** Of these events, repositories (ids) and GUID alone. */
  readonly events?: readonly string[] | null
  readonly repositories?: readonly number[] | null
  readonly guid?: string | null
}

const PAGE = 1000

/** Archived deliveries whose payload has not expired, oldest first, in pages. */
export async function* readArchive(
  store: Store,
  range: ArchiveRange,
): AsyncGenerator<readonly ArchivedDelivery[]> {
  let after: { received_at: string; guid: string } | null = null
  for (;;) {
    const page: readonly ArchivedDelivery[] = await store.query(archivePage(store.placement.database), {
      since: range.since ?? '1970-01-01T00:00:00.000Z',
      until: range.until ?? '2106-01-01T00:00:00.000Z',
      after_time: after?.received_at ?? '1970-01-01T00:00:00.000Z',
      after_guid: after?.guid ?? '',
      events: range.events ?? null,
      repositories: range.repositories ?? null,
      guid: range.guid ?? null,
    })
    if (page.length > 0) yield page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = { received_at: last.received_at, guid: last.guid }
  }
}

/** The first archived attempt of a delivery whose payload has not expired; null when there is none. */
export async function archivedDelivery(store: Store, guid: string): Promise<ArchivedDelivery | null> {
  const [row] = await store.query(archivedByGuid(store.placement.database), { guid })
  return row ?? null
}

/** Receipt of the oldest delivery whose payload is still there, ISO 8601; null when there is none. */
export async function oldestPayload(store: Store): Promise<string | null> {
  const [row] = await store.query(oldestQuery(store.placement.database), {})
  return row?.oldest ?? null
}

function oldestQuery(database: string) {
  return defineQuery({
    name: 'archive.oldest_payload',
    parameters: z.object({}),
    row: z.object({ oldest: z.string().nullable() }),
    render: () => ({
      sql: `SELECT minOrNull(received_at) AS oldest FROM ${identifier(database)}.deliveries WHERE payload != ''`,
      values: {},
    }),
  })
}

const COLUMNS = `received_at, guid, event, repository, hook_id, target_type, target_id, source, content_type, signature,
  stream_sequence, if(form_body = '', payload, form_body) AS body`

function archivedByGuid(database: string) {
  return defineQuery({
    name: 'archive.by_guid',
    parameters: z.object({ guid: z.string() }),
    row: rowSchema,
    render: (values) => ({
      sql: `SELECT ${COLUMNS} FROM ${identifier(database)}.deliveries WHERE guid = {guid:String} AND payload != '' ORDER BY received_at LIMIT 1`,
      values,
    }),
  })
}

function archivePage(database: string) {
  const time = z.iso.datetime()
  return defineQuery({
    name: 'archive.page',
    parameters: z.object({
      since: time,
      until: time,
      after_time: time,
      after_guid: z.string(),
      events: anyOfTexts,
      repositories: repositoryIds,
      guid: z.string().nullable(),
    }),
    row: rowSchema,
    render: ({ events, repositories, guid, ...bounds }) => {
      const { sql, values } = where([
        {
          sql: `received_at >= parseDateTime64BestEffort({since:String}, 3, 'UTC')
            AND received_at < parseDateTime64BestEffort({until:String}, 3, 'UTC')
            AND (received_at, guid) > (parseDateTime64BestEffort({after_time:String}, 3, 'UTC'), {after_guid:String})
            AND payload != ''`,
          values: bounds,
        },
        oneOf('event', 'events', events),
        inRepositories(repositories),
        oneOf('guid', 'guids', guid === null ? null : [guid]),
      ])
      return {
        sql: `
          SELECT ${COLUMNS} FROM ${identifier(database)}.deliveries ${sql}
          ORDER BY received_at, guid LIMIT 1 BY received_at, guid LIMIT ${PAGE}`,
        values,
      }
    },
  })
}
