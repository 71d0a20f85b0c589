/** Time as the simulated GitHub and its client know it, in milliseconds since 1970. */
export interface SimulatedClock {
  now(): number
  /** Resolves when that much time has passed on this clock, or at once with an aborted signal. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Moves on: whoever sleeps wakes in the order of time, and what follows at once has happened when it resolves. */
  advance(milliseconds: number): Promise<void>
  /** Moves on to the instant at which the next sleeper wakes. False: nobody sleeps. */
  advanceToNext(): Promise<boolean>
  /** How many sleep. */
  readonly sleepers: number
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** A clock that stands still until it is moved; with `flowing` it goes with the real one and can be moved besides. */
export function createSimulatedClock(start: Date, flowing = false): SimulatedClock {
  const begun = performance.now()
  const sleepers = new Set<Sleeper>()
  let standing = start.getTime()
  const now = () => Math.floor(standing + (flowing ? performance.now() - begun : 0))
  const next = () => [...sleepers].reduce<Sleeper | null>(earlier, null)
  const wakeUntil = async (target: number) => {
    for (let due = next(); due !== null && due.at <= target; due = next()) {
      standing += Math.max(0, due.at - now())
      due.wake()
      await turn()
    }
    standing += Math.max(0, target - now())
    await turn()
  }
  return {
    now,
    get sleepers() {
      return sleepers.size
    },
    advance: (milliseconds) => wakeUntil(now() + milliseconds),
    async advanceToNext() {
      const due = next()
      if (due !== null) await wakeUntil(due.at)
      return due !== null
    },
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        const timer = flowing ? setTimeout(() => sleeper.wake(), milliseconds) : null
        const sleeper = {
          at: now() + Math.max(0, milliseconds),
          wake() {
            sleepers.delete(sleeper)
            if (timer !== null) clearTimeout(timer)
            signal?.removeEventListener('abort', sleeper.wake)
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', sleeper.wake)
      }),
  }
}

function earlier(first: Sleeper | null, other: Sleeper): Sleeper {
  return first === null || other.at < first.at ? other : first
}

/** What was waiting for a promise, and for what that one waited for, goes on meanwhile. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
