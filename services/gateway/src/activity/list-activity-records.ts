import { type AnswerOf, listActivityRecords } from '@octometer/gateway-api'
import { type ActivityRecordNow, activityRecords } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { peopleLeftOut } from '../people/left-out.ts'
import { readRange } from '../range.ts'
import { namesIn } from '../repository-names.ts'
import { resolveScope } from '../repository-scope.ts'

const place = z.tuple([z.int().min(0), z.int().min(0), z.string(), z.string()])

export const listActivityRecordsEndpoint = endpoint(
  listActivityRecords,
  'people',
  async (gateway, { query, principal }) => {
    const cursor = decodeCursor(query.cursor, place)
    const { ids } = await resolveScope(gateway, principal, query.repository)
    const rows = await gateway.store.query(activityRecords, {
      ...readRange(query),
      repositories: ids,
      kinds: query.kind ?? null,
      authors: query.author?.map((author) => author.toLowerCase()) ?? null,
      without: await peopleLeftOut(gateway, query, ids),
      after: cursor && { at: new Date(cursor[0]), repository_id: cursor[1], kind: cursor[2], key: cursor[3] },
      limit: query.limit + 1,
    })
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ at, repository_id, kind, key }) => [Date.parse(at), repository_id, kind, key],
    })
    const nameOf = await namesIn(gateway, entries)
    return { data: entries.map((row) => recordOf(row, nameOf(row.repository_id))), page }
  },
)

function recordOf(
  { at, repository_id, kind, key, actor, about }: ActivityRecordNow,
  repository: string,
): AnswerOf<typeof listActivityRecords>['data'][number] {
  const isCommit = kind === 'commit'
  return {
    ...{ kind, at, repository, repository_id, actor, message: about.message },
    author: about.author === '' ? null : about.author,
    author_has_account: about.has_account,
    url: about.url === '' ? null : about.url,
    sha: isCommit ? key : null,
    number: isCommit ? null : Number(key),
  }
}
