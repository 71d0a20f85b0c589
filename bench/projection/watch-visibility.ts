import { setTimeout as sleep } from 'node:timers/promises'
import type { Accepted } from './send-steadily.ts'
import type { VisibleRows } from './visible-rows.ts'

/** Milliseconds from a delivery's 202 to the end of the first query that found it. */
interface Visibility {
  readonly archive: readonly number[]
  readonly facts: readonly number[]
  /** The n-th fact that was accepted is taken to be the n-th that was counted: rollups tell no names. */
  readonly counters: readonly number[]
}

export interface VisibilityWatch {
  accepted(delivery: Accepted): void
  /** Looks until everything that was accepted was found, or the deadline has passed; gives the number not found. */
  finish(deadlineMs: number): Promise<number>
  readonly visibility: Visibility
}

/** How often is asked: what is measured is later than the truth by up to this and the query's own time. */
export const LOOK_EVERY_MS = 100

/** Asks again and again what can be seen. */
export function watchVisibility(rows: VisibleRows): VisibilityWatch {
  const archive = createPending()
  const facts = createPending()
  const counters = createCounted()
  let open = true
  const look = async () => {
    if (missing() === 0) return
    const seen = await rows.look({ guidsSince: archive.oldest(), factsSince: facts.oldest() })
    archive.found(seen.guids)
    facts.found(seen.facts)
    counters.found(seen.counted)
  }
  const missing = () => archive.size + facts.size + counters.size
  const loop = async () => {
    while (open) {
      const next = performance.now() + LOOK_EVERY_MS
      await look()
      await sleep(Math.max(0, next - performance.now()))
    }
  }
  const looking = loop()
  return {
    accepted({ probe, at }) {
      archive.expect(probe.guid, at)
      for (const fact of probe.facts) {
        facts.expect(fact, at)
        counters.expect(at)
      }
    },
    async finish(deadlineMs) {
      const deadline = performance.now() + deadlineMs
      while (missing() > 0 && performance.now() < deadline)
        await Promise.race([looking, sleep(LOOK_EVERY_MS)])
      open = false
      await looking
      return missing()
    },
    visibility: { archive: archive.waits, facts: facts.waits, counters: counters.waits },
  }
}

/** Longer than a request is under way: a delivery is received before its 202. */
const BEFORE_ACCEPTED_MS = 2_000

function createPending() {
  const pending = new Map<string, number>()
  const waits: number[] = []
  return {
    waits,
    get size() {
      return pending.size
    },
    expect: (name: string, at: number) => void pending.set(name, at),
    /** From when on must be looked for what is missing; null when nothing is. */
    oldest(): Date | null {
      const [first] = pending.values()
      return first === undefined ? null : new Date(performance.timeOrigin + first - BEFORE_ACCEPTED_MS)
    },
    found(names: readonly string[]) {
      const now = performance.now()
      for (const name of names) {
        const at = pending.get(name)
        if (at === undefined) continue
        pending.delete(name)
        waits.push(now - at)
      }
    },
  }
}

function createCounted() {
  const accepted: number[] = []
  const waits: number[] = []
  return {
    waits,
    get size() {
      return accepted.length - waits.length
    },
    expect: (at: number) => void accepted.push(at),
    found(total: number) {
      const now = performance.now()
      for (const at of accepted.slice(waits.length, total)) waits.push(now - at)
    },
  }
}
