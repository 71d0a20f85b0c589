import type { Clock } from './clock.ts'
import type { Principal } from './credential.ts'
import type { RequestGate } from './request-gate.ts'

/** What is left of one of GitHub's budgets, as its last answers told. */
export interface Budget {
  readonly principal: Principal
  /** As in the events of calls. */
  readonly tokenHash: string
  /** `core`, `graphql`, `search`, … */
  readonly resource: string
  readonly limit: number
  readonly remaining: number
  readonly resetAt: Date
  /** By GitHub's formula of the secondary limit: reads 1, writes 5; of all REST resources together, search apart. */
  readonly pointsLastMinute: number
  readonly mostPointsAMinute: number
  /** When nothing is left if the last ten minutes go on; null: not before the reset. */
  readonly exhaustsAt: Date | null
  /** Nothing is sent before; null: no limit is hit. */
  readonly pausedUntil: Date | null
}

export function budgetsOf(
  gates: ReadonlyMap<Principal, RequestGate>,
  clock: Clock,
  tokenHashOf: (principal: Principal) => string,
): readonly Budget[] {
  const now = clock.now()
  return [...gates].flatMap(([principal, gate]) =>
    [...gate.budgets].flatMap(([resource, known]): Budget[] => {
      const reading = known.reading(now)
      if (reading === null) return []
      const { used, most } = gate.pointsOf(resource)
      const exhaustsAt = known.exhaustsAt(now)
      return [
        {
          principal,
          tokenHash: tokenHashOf(principal),
          resource,
          limit: reading.limit,
          remaining: reading.remaining,
          resetAt: new Date(reading.resetAt),
          pointsLastMinute: used,
          mostPointsAMinute: most,
          exhaustsAt: exhaustsAt === null ? null : new Date(exhaustsAt),
          pausedUntil: gate.pausedUntil > now ? new Date(gate.pausedUntil) : null,
        },
      ]
    }),
  )
}
