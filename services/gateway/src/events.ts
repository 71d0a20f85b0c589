import { counter, histogram, type Logger } from '@octometer/telemetry'

const requests = counter('octo_gateway_requests_total', {
  description: 'Requests of the API, by route, method and status',
  unit: '{request}',
  series: [],
})
const durations = histogram('octo_gateway_request_duration_seconds', {
  description: 'From the authenticated request of the API to its answer',
  unit: 's',
})

const toolCalls = counter('octo_gateway_tool_calls_total', {
  description: 'Calls of tools over MCP, by tool and outcome',
  unit: '{call}',
  series: [],
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

/** A model called a tool that there is. */
export function toolCalled(tool: string, outcome: 'answered' | 'refused'): void {
  toolCalls.add(1, { tool, outcome })
}

/** A tool could not be answered, and not for what was asked. */
export function toolFailed(logger: Logger, tool: string, err: unknown): void {
  toolCalls.add(1, { tool, outcome: 'failed' })
  logger.error({ err, tool }, 'a tool failed')
}
