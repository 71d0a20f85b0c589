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

/** Finds requests that were sent although an answer had told to wait. */
export interface Pauses {
  /** How many there were. */
  readonly violations: readonly string[]
  /** An answer that told to wait was sent on this connection. */
  told(budget: string, until: number, socket: Socket): void
  arrived(budget: string, socket: Socket, what: string): void
}

const graceMilliseconds = 20
const graceRequests = 20

/**
 * A request that was on its way while the answer was is no violation: it comes on another connection, within
 * milliseconds, and there are not many of them. On the connection that brought the answer the client has read it.
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
    arrived(budget, socket, what) {
      const pause = pauses.get(budget)
      if (pause === undefined) return
      if (clock.now() >= pause.until) {
        pauses.delete(budget)
        return
      }
      const isOnItsWay = performance.now() - pause.toldAt < graceMilliseconds
      if (isOnItsWay && !pause.sockets.has(socket) && pause.excused < graceRequests) pause.excused += 1
      else violations.push(what)
    },
  }
}
