import { listContributors, type QueryOf } from '@octometer/gateway-api'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { namesOf } from '../repository-names.ts'
import { type Contributor, contributionsBehind, findContributors } from './contributions.ts'

const placeSchema = z.tuple([z.int(), z.string(), z.int(), z.string()])
type Place = z.output<typeof placeSchema>

export const listContributorsEndpoint = endpoint(
  listContributors,
  'people',
  async (gateway, { query, principal }) => {
    const place = decodeCursor(query.cursor, placeSchema)
    const [value = 0, login_key = '', in_repository = 0, on_day = ''] = place ?? []
    const after = place && { value, login_key, in_repository, on_day }
    const sort: Sort = query.sort === 'contributions' ? 'total' : query.sort
    const by = {
      repository: query.group_by?.includes('repository') ?? false,
      day: query.group_by?.includes('day') ?? false,
    }
    const { limit } = query
    const wanted = { by, sort, page: { after, limit: limit + 1 } }
    const found = await findContributors(gateway, principal, query, wanted)
    const { entries, page } = cutPage(found, { limit, more: false, placeOf: (each) => placeOf(each, sort) })
    const ids = by.repository ? entries.map(({ in_repository }) => in_repository) : []
    const nameOf = await namesOf(gateway, ids)
    return {
      data: entries.map(
        ({ login_key: _key, account_type: _type, in_repository, on_day, total, login, kind, ...counts }) => ({
          login,
          kind,
          ...(by.repository && { repository: nameOf(in_repository), repository_id: in_repository }),
          ...(by.day && { day: on_day }),
          contributions: total,
          ...counts,
        }),
      ),
      page,
    }
  },
  { evidence: (gateway, { query, principal }) => contributionsBehind(gateway, principal, query) },
)

type Sort = Exclude<QueryOf<typeof listContributors>['sort'], 'contributions'> | 'total'

function placeOf(each: Contributor, sort: Sort): Place {
  return [each[sort], each.login_key, each.in_repository, each.on_day]
}
