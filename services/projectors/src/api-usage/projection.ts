import type { ApiCall } from '@octometer/event-contracts'
import { ignored, type Projection, projected } from '@octometer/projector-runtime'
import type { ApiCallRow } from '@octometer/read-store'
import { isStorable, periodStart } from '../fact-time.ts'

/** Calls of GitHub's API: one row per call, counted by the hour. */
export const apiUsageProjection: Projection = {
  name: 'api-usage',
  version: 1,
  stream: 'API_CALLS',
  handles: { deliveries: [], commands: [], apiCalls: true },
  tables: ['api_calls'],
  dependsOn: [],
  generational: true,
  project({ message }) {
    if (message.kind !== 'api_call') return ignored('not an API call')
    const at = new Date(message.call.at)
    if (!isStorable(at)) return ignored('time outside 1970–2105')
    return projected({ api_calls: [callRow(message.call, at)] })
  },
}

function callRow(call: ApiCall, at: Date): ApiCallRow {
  const resetAt = call.reset_at === null ? null : new Date(call.reset_at)
  return {
    hour: periodStart(at, 60),
    token_hash: call.token_hash,
    resource: call.resource,
    method: call.method,
    route: call.route,
    status: call.status,
    cached: call.cached,
    at,
    call_id: call.call_id,
    cost: call.cost,
    rate_limit: call.limit,
    remaining: call.remaining,
    reset_at: resetAt !== null && isStorable(resetAt) ? resetAt : null,
    duration_ms: call.duration_ms,
    delivery_id: call.delivery_id,
  }
}
