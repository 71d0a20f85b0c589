import type { GitHub } from '../github.ts'
import type { Resource } from '../limits/limits.ts'
import type { Pauses } from '../limits/pauses.ts'
import type { Faults } from './faults.ts'

/** One request that came, for tests to look at. */
export interface ReceivedRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly status: number
  /** Of the primary limit: 0 for a 304. */
  readonly cost: number
  /** On the simulator's clock. */
  readonly at: number
  readonly resource: Resource
  readonly budget: string
}

export interface ServerState {
  readonly github: GitHub
  readonly faults: Faults
  readonly pauses: Pauses
  readonly requests: ReceivedRequest[]
  /** What was asked for that this simulator lacks and GitHub has: a test that asks for it fails. */
  readonly unsupported: Set<string>
  /** Of this server. */
  url: string
  /** Real milliseconds that every answer takes. */
  latency: number
  inFlight: number
  /** Requests under way, and the most that ever were at once, by budget. */
  readonly underWay: Map<string, { now: number; most: number }>
}

/** Which primary limit a path is counted against. */
export function resourceOf(path: string): Resource {
  if (path === '/graphql') return 'graphql'
  return path.startsWith('/search/') ? 'search' : 'core'
}
