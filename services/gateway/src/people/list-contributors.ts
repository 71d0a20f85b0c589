import { listContributors } from '@octometer/gateway-api'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { cutPage } from '../paging.ts'
import { namesOf } from '../repository-names.ts'
import { type Contributor, contributionsBehind, findContributors } from './contributions.ts'

const place = z.tuple([z.int(), z.string(), z.int(), z.string()])
type Place = z.output<typeof place>

export const listContributorsEndpoint = endpoint(
  listContributors,
  'people',
  async (gateway, { query, principal }) => {
    const after = decodeCursor(query.cursor, place)
    const by = {
      repository: query.group_by?.includes('repository') ?? false,
      day: query.group_by?.includes('day') ?? false,
    }
    const found = await findContributors(gateway, principal, query, by)
    const rest = after === null ? found : found.filter((each) => follows(placeOf(each), after))
    const { entries, page } = cutPage(rest, { limit: query.limit, more: false, placeOf })
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

function placeOf({ total, login_key, in_repository, on_day }: Contributor): Place {
  return [total, login_key, in_repository, on_day]
}

/** The order of the answer: the most contributions, then by login, repository and day. */
function follows([total, ...rest]: Place, [afterTotal, ...after]: Place): boolean {
  if (total !== afterTotal) return total < afterTotal
  for (const [index, value] of rest.entries()) {
    const other = after[index]
    if (other !== undefined && value !== other) return value > other
  }
  return false
}
