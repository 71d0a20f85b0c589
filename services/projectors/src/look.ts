import type { Snapshot } from '@octometer/event-contracts'

/** A look at GitHub, among the observations that deliveries are. */
export interface Look {
  readonly takenAt: Date
  /** Stands where a delivery has its GUID: of two looks at the same thing the later is the greater. */
  readonly guid: string
}

export function lookOf({ taken_at, snapshot_id }: Snapshot): Look {
  const takenAt = new Date(taken_at)
  return { takenAt, guid: `snapshot:${takenAt.toISOString()}:${snapshot_id}` }
}

const [UNSETTLED, SETTLED] = [0, 3]

/**
 * Between observations of one second: a look after its end shows what came of the second and yields to no delivery; one
 * within it may have missed what came later in it, and yields to all.
 */
export function rankOfLook(observedAt: Date, { takenAt }: Look): number {
  return Math.floor(takenAt.getTime() / 1000) > Math.floor(observedAt.getTime() / 1000) ? SETTLED : UNSETTLED
}
