export interface Turns {
  /** Runs `work` when fewer than the limit run already; first come, first served. */
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createTurns(limit: number): Turns {
  const waiting: (() => void)[] = []
  let running = 0
  return {
    async run(work) {
      if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
      else running += 1
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        // Whoever waited takes over this turn, so the number that runs stays the same.
        if (next === undefined) running -= 1
        else next()
      }
    },
  }
}
