import type { Random } from '../../simulator/random.ts'

/** How GitHub's deliveries go wrong: shares from 0 to 1. */
export interface DisturbanceOptions {
  /** Never sent, and not in the log. */
  readonly drop?: number
  /** Sent late, by up to `delayMilliseconds` of the simulator's clock. */
  readonly delay?: number
  /** One minute. */
  readonly delayMilliseconds?: number
  /** Sent twice under one GUID. */
  readonly duplicate?: number
  /** Sent after the one that follows it. */
  readonly reorder?: number
}

export interface Fate {
  readonly isDropped: boolean
  readonly isHeldBack: boolean
  readonly copies: number
  readonly delay: number
}

/** What becomes of the next delivery: the same for the same seed. */
export function createFates(random: Random, options: DisturbanceOptions): () => Fate {
  return () => {
    const isDropped = random.chance(options.drop ?? 0)
    const isHeldBack = random.chance(options.reorder ?? 0)
    const copies = random.chance(options.duplicate ?? 0) ? 2 : 1
    const isLate = random.chance(options.delay ?? 0)
    const delay = isLate ? random.int(1_000, options.delayMilliseconds ?? 60_000) : 0
    return { isDropped, isHeldBack, copies, delay }
  }
}
