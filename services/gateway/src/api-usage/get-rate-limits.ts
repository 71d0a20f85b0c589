import { getRateLimits } from '@octometer/gateway-api'
import { newestCallsBehind, rateLimitsNow } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { requireEveryRepository } from '../every-repository.ts'
import { messagesOf } from '../proof/behind.ts'

export const getRateLimitsEndpoint = endpoint(
  getRateLimits,
  'api-usage',
  async (gateway, { query, principal }) => {
    requireEveryRepository(principal, 'API usage is not kept by repository')
    const rows = await gateway.store.query(rateLimitsNow, {
      tokens: query.token ?? null,
      resources: query.resource ?? null,
    })
    return {
      data: rows.map(({ rate_limit, remaining, ...row }) => ({
        ...row,
        limit: rate_limit,
        remaining,
        used: rate_limit === null || remaining === null ? null : Math.max(0, rate_limit - remaining),
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
