/** One call of GitHub's API, as DEFINITIONS has it. Times in ISO 8601. */
export interface SimulatedApiCall {
  readonly call_id: string
  readonly at: string
  /** SHA-256 of the token, 64 hex digits. */
  readonly token_hash: string
  readonly resource: string
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly route: string
  readonly status: number
  readonly cached: boolean
  readonly cost: number
  readonly limit: number
  readonly remaining: number
  readonly reset_at: string
  readonly duration_ms: number
  readonly delivery_id?: string
}

interface ApiUsageTotal {
  readonly token_hash: string
  readonly resource: string
  readonly route: string
  readonly status: number
  readonly cached: boolean
  readonly calls: number
  readonly cost: number
}

interface ApiUsageHour {
  /** Start of the hour in UTC. */
  readonly hour: string
  readonly token_hash: string
  readonly resource: string
  readonly calls: number
  readonly cost: number
}

interface ApiUsageRemaining {
  readonly token_hash: string
  readonly resource: string
  readonly at: string
  readonly limit: number
  readonly remaining: number
  readonly reset_at: string
}

export interface ExpectedApiUsage {
  readonly calls: number
  readonly cost: number
  /** Per token hash, resource, route, status and cached or not; sorted by those. */
  readonly totals: readonly ApiUsageTotal[]
  /** Per hour, token hash and resource; sorted by those. */
  readonly hours: readonly ApiUsageHour[]
  /** What the latest call of each token hash and resource left. */
  readonly remaining: readonly ApiUsageRemaining[]
}

export interface ApiUsageOracle {
  called(call: SimulatedApiCall): void
  usage(): ExpectedApiUsage
}

export function createApiUsageOracle(): ApiUsageOracle {
  const calls = new Map<string, SimulatedApiCall>()
  return {
    called(call) {
      calls.set(call.call_id, call)
    },
    usage: () => sumUp([...calls.values()]),
  }
}

function sumUp(calls: readonly SimulatedApiCall[]): ExpectedApiUsage {
  const totals = groupBy(calls, (call) =>
    [call.token_hash, call.resource, call.route, call.status, call.cached].join(' '),
  )
  const hours = groupBy(calls, (call) => [call.at.slice(0, 13), call.token_hash, call.resource].join(' '))
  const budgets = groupBy(calls, (call) => [call.token_hash, call.resource].join(' '))
  return {
    calls: calls.length,
    cost: costOf(calls),
    totals: totals.map(([{ token_hash, resource, route, status, cached }, group]) => {
      return { token_hash, resource, route, status, cached, calls: group.length, cost: costOf(group) }
    }),
    hours: hours.map(([{ at, token_hash, resource }, group]) => {
      const hour = `${at.slice(0, 13)}:00:00Z`
      return { hour, token_hash, resource, calls: group.length, cost: costOf(group) }
    }),
    remaining: budgets.map(([first, group]) => {
      const last = group.reduce((latest, call) => (call.at > latest.at ? call : latest), first)
      const { token_hash, resource, at, limit, remaining, reset_at } = last
      return { token_hash, resource, at, limit, remaining, reset_at }
    }),
  }
}

function costOf(calls: readonly SimulatedApiCall[]): number {
  return calls.reduce((sum, call) => sum + call.cost, 0)
}

type Group = readonly [first: SimulatedApiCall, all: readonly SimulatedApiCall[]]

function groupBy(calls: readonly SimulatedApiCall[], keyOf: (call: SimulatedApiCall) => string): Group[] {
  const groups = new Map<string, SimulatedApiCall[]>()
  for (const call of calls) {
    const key = keyOf(call)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [call])
    else group.push(call)
  }
  return [...groups.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, [first, ...others]]) => (first === undefined ? [] : [[first, [first, ...others]] as const]))
}
