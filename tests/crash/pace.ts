import type { Kill } from './kill-plan.ts'

/**
 * How far the sending has come and may go. It never runs far ahead of a kill that is due: the kills stay spread over it
 * however long the restarts take, and each happens in the middle of traffic.
 */
export interface Pace {
  readonly accepted: number
  /** Deliveries before this position may be sent. */
  readonly allowed: number
  accept(): void
  /** Resolves when so many deliveries have been accepted. */
  reached(count: number): Promise<void>
  carriedOut(kill: Kill): void
  /** Calls back with every new `allowed`, and with the present one at once. */
  follow(listener: (allowed: number) => void): void
}

/** Part of the deliveries that may be sent beyond the next kill: enough for every connection to be busy then. */
const AHEAD = 0.03

export function createPace(plan: readonly Kill[], deliveries: number): Pace {
  const due = new Set(plan)
  const ahead = Math.max(64, Math.round(deliveries * AHEAD))
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()
  const listeners: ((allowed: number) => void)[] = []
  let accepted = 0
  const nextKill = () => Math.min(Number.POSITIVE_INFINITY, ...[...due].map(({ at }) => at))
  let allowed = Math.min(deliveries, nextKill() + ahead)
  return {
    get accepted() {
      return accepted
    },
    get allowed() {
      return allowed
    },
    accept() {
      accepted += 1
      for (const waiter of waiting) {
        if (waiter.count > accepted) continue
        waiting.delete(waiter)
        waiter.resolve()
      }
    },
    async reached(count) {
      if (accepted < count) await new Promise<void>((resolve) => waiting.add({ count, resolve }))
    },
    carriedOut(kill) {
      due.delete(kill)
      allowed = Math.min(deliveries, nextKill() + ahead)
      for (const listener of listeners) listener(allowed)
    },
    follow(listener) {
      listeners.push(listener)
      listener(allowed)
    },
  }
}
