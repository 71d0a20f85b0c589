import type { Socket } from 'node:net'
import type { SimulatedClock } from '../clock.ts'

interface Pause {
  /** On the simulator's clock. */
  readonly until: number
  /** When the answer that told of it was sent, on the real clock. */
  readonly toldAt: number
  readonly sockets: Set<Socket>
  excused: number
}

interface Arrival {
  /** Whose budget of which resource. */
  readonly budget: string
  readonly socket: Socket
  /** How many requests this caller has had under way at once, ever. */
  readonly mostAtOnce: number
  readonly what: string
}

/** Finds requests that were sent although an answer had told to wait. */
export interface Pauses {
  /** What was asked for, each time. */
  readonly violations: readonly string[]
  /** An answer that told to wait was sent on this connection. */
  told(budget: string, until: number, socket: Socket): void
  arrived(arrival: Arrival): void
}

const graceMilliseconds = 20

/**
 * A request that was on its way while the answer was is no violation: it comes on another connection, within
 * milliseconds, and there are fewer of them than the client sends at once. Whoever asks one by one is excused nothing.
 */
export function createPauses(clock: SimulatedClock): Pauses {
  const pauses = new Map<string, Pause>()
  const violations: string[] = []
  return {
    violations,
    told(budget, until, socket) {
      const known = pauses.get(budget)
      if (known !== undefined && known.until > clock.now()) {
        known.sockets.add(socket)
        if (known.until >= until) return
      }
      const sockets = known?.sockets ?? new Set<Socket>()
      sockets.add(socket)
      pauses.set(budget, { until, toldAt: performance.now(), sockets, excused: known?.excused ?? 0 })
    },
    arrived({ budget, socket, mostAtOnce, what }) {
      const pause = pauses.get(budget)
      if (pause === undefined) return
      if (clock.now() >= pause.until) {
        pauses.delete(budget)
        return
      }
      const isOnItsWay = performance.now() - pause.toldAt < graceMilliseconds
      if (isOnItsWay && !pause.sockets.has(socket) && pause.excused < mostAtOnce - 1) pause.excused += 1
      else violations.push(what)
    },
  }
}
