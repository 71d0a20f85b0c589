import { counter, histogram } from '@octometer/telemetry'

const requests = counter('octo_gateway_requests_total', {
  description: 'Requests of the API, by route, method and status',
  unit: '{request}',
  series: [],
})
const durations = histogram('octo_gateway_request_duration_seconds', {
  description: 'From the authenticated request of the API to its answer',
  unit: 's',
})

export interface ApiAnswer {
  /** The route's pattern. */
  readonly route: string
  readonly method: string
  readonly status: number
  readonly seconds: number
}

/** A request of the API was answered. service-kit writes the log line of every request. */
export function apiRequestAnswered({ route, method, status, seconds }: ApiAnswer): void {
  requests.add(1, { route, method, status: String(status) })
  durations.record(seconds, { route })
}
