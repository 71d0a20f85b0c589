/** How far the sending has come, and how far it may go. */
export interface Pace {
  readonly accepted: number
  accept(): void
  /** Lets the deliveries before `position` be sent; what was allowed before stays allowed. */
  allow(position: number): void
  /** Resolves when so many deliveries have been accepted. */
  reached(count: number): Promise<void>
  /** Calls back with every new allowance, and with the present one at once. */
  follow(listener: (allowed: number) => void): void
}

export function createPace(): Pace {
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()
  const listeners: ((allowed: number) => void)[] = []
  let accepted = 0
  let allowed = 0
  return {
    get accepted() {
      return accepted
    },
    accept() {
      accepted += 1
      for (const waiter of waiting) {
        if (waiter.count > accepted) continue
        waiting.delete(waiter)
        waiter.resolve()
      }
    },
    allow(position) {
      allowed = Math.max(allowed, position)
      for (const listener of listeners) listener(allowed)
    },
    async reached(count) {
      if (accepted < count) await new Promise<void>((resolve) => waiting.add({ count, resolve }))
    },
    follow(listener) {
      listeners.push(listener)
      listener(allowed)
    },
  }
}
