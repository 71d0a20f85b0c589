import { getRateLimits } from '@octometer/gateway-api'
import { newestCallsBehind, rateLimitsNow, spendingPaces } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { messagesOf } from '../proof/behind.ts'
import { forecastOf, pointsOf } from './forecast.ts'

export const getRateLimitsEndpoint = endpoint(
  getRateLimits,
  'api-usage',
  async (gateway, { query, principal }) => {
    requireEveryRepository(principal, 'API usage is not kept by repository')
    const now = gateway.now()
    const tokens = query.token ?? null
    const [rows, paces] = await Promise.all([
      gateway.store.query(rateLimitsNow, { tokens, resources: query.resource ?? null }),
      gateway.store.query(spendingPaces, { tokens, now }),
    ])
    const paceOf = ({ token, resource }: { readonly token: string; readonly resource: string }) =>
      paces.find((pace) => pace.token === token && pace.resource === resource)
    return {
      data: rows.map(({ rate_limit, remaining, ...row }) => ({
        ...row,
        limit: rate_limit,
        remaining,
        used: rate_limit === null || remaining === null ? null : Math.max(0, rate_limit - remaining),
        ...forecastOf(paceOf(row), now),
        ...pointsOf(paces, row.token, row.resource),
      })),
    }
  },
  {
    evidence: async ({ store }, { query, principal }) => {
      requireEveryRepository(principal, 'API usage is not kept by repository')
      const wanted = { tokens: query.token ?? null, resources: query.resource ?? null }
      return {
        deliveries: [],
        elsewhere: messagesOf('api_calls', await store.query(newestCallsBehind, wanted)),
      }
    },
  },
)
