import { getApiUsage, type UsageDimension } from '@octometer/gateway-api'
import { type ApiUsageRow, apiUsageGroups, callsBehind } from '@octometer/read-store'
import { z } from 'zod'
import { endpoint } from '../answer-route.ts'
import { decodeCursor } from '../cursor.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { cutPage } from '../paging.ts'
import { messagesOf } from '../proof/behind.ts'
import { readRange } from '../range.ts'
import { isEmpty, usageRange, wholeOf, withoutHours } from './usage-range.ts'

const place = z.tuple([z.int().min(0), z.int().min(0), z.string()])
/** Of these the rollup by the hour knows nothing. */
const DIMENSIONS_OF_CALLS: readonly UsageDimension[] = ['delivery', 'actor']
const DEFAULT_GROUPS: readonly UsageDimension[] = ['token', 'resource']

export const getApiUsageEndpoint = endpoint(
  getApiUsage,
  'api-usage',
  async (gateway, { query, principal }) => {
    requireEveryRepository(principal, 'API usage is not kept by repository')
    const after = decodeCursor(query.cursor, place)
    const groupBy = [...new Set(query.group_by ?? DEFAULT_GROUPS)]
    const asked = usageRange(readRange(query), gateway.now())
    const range = groupBy.some((each) => DIMENSIONS_OF_CALLS.includes(each)) ? withoutHours(asked) : asked
    const rows = isEmpty(range)
      ? []
      : await gateway.store.query(apiUsageGroups, {
          group_by: groupBy,
          tokens: query.token ?? null,
          resources: query.resource ?? null,
          routes: query.route ?? null,
          ...range,
          after: after && { hour: after[0], calls: after[1], key: after[2] },
          limit: query.limit + 1,
        })
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ sort_hour, calls, sort_key }) => [sort_hour, calls, sort_key],
    })
    return { data: entries.map((row) => groupOf(row, groupBy.includes('hour'))), page }
  },
  {
    evidence: async ({ store, now }, { query, principal }) => {
      requireEveryRepository(principal, 'API usage is not kept by repository')
      const range = usageRange(readRange(query), now())
      const stretch = wholeOf(range)
      if (stretch === null) return { deliveries: [] }
      const calls = await store.query(callsBehind, {
        since: stretch.from,
        until: stretch.to,
        tokens: query.token ?? null,
        resources: query.resource ?? null,
        routes: query.route ?? null,
      })
      return { deliveries: [], elsewhere: messagesOf('api_calls', calls) }
    },
  },
)

/** Resets are known by the hour. */
function groupOf({ sort_hour: _hour, sort_key: _key, reset_at, ...group }: ApiUsageRow, byHour: boolean) {
  const hit_rate = group.reads === 0 ? null : group.hits / group.reads
  return { ...group, hit_rate, ...(byHour && { reset_at }) }
}
