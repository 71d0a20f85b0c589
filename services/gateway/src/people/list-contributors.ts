import { contributorOrders, listContributors } from '@octometer/gateway-api'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { cutPage } from '../paging.ts'
import { namesOf } from '../repository-names.ts'
import { placeIn, sortingOf } from '../sorting.ts'
import { contributionsBehind, findContributors } from './contributions.ts'

/** Login, repository and day. */
const key = z.tuple([z.string(), z.int().min(0), z.string()])

export const listContributorsEndpoint = endpoint(
  listContributors,
  'people',
  async (gateway, { query, principal }) => {
    const sorting = sortingOf(contributorOrders, query, key)
    const by = {
      repository: query.group_by?.includes('repository') ?? false,
      day: query.group_by?.includes('day') ?? false,
    }
    const { limit } = query
    const wanted = { by, page: { sorting, limit: limit + 1 } }
    const rows = await findContributors(gateway, principal, query, wanted)
    const { entries, page } = cutPage(rows, {
      limit,
      more: false,
      placeOf: ({ sort_value, login_key, in_repository, on_day }) =>
        placeIn(sorting, sort_value, [login_key, in_repository, on_day]),
    })
    const ids = by.repository ? entries.map(({ in_repository }) => in_repository) : []
    const nameOf = await namesOf(gateway, ids)
    return {
      data: entries.map(({ sort_value: _value, login_key: _key, account_type: _type, ...found }) => {
        const { login, kind, in_repository, on_day, total: contributions, ...counts } = found
        return {
          login,
          kind,
          ...(by.repository && { repository: nameOf(in_repository), repository_id: in_repository }),
          ...(by.day && { day: on_day }),
          contributions,
          ...counts,
        }
      }),
      page,
    }
  },
  { evidence: (gateway, { query, principal }) => contributionsBehind(gateway, principal, query) },
)
