import { createRandom } from '@octometer/testkit'

/** One `kill -9`. */
export interface Kill {
  readonly target: string
  /** When so many deliveries have been accepted. */
  readonly at: number
  /** And so long after. */
  readonly delayMs: number
}

export interface KillTarget {
  readonly name: string
  /** How long after a delivery was accepted it may still have work with it: it is met at any point of that. */
  readonly worksForMs: number
}

export interface KillPlanOptions {
  readonly seed: number
  readonly targets: readonly KillTarget[]
  /** Of each target. */
  readonly kills: number
  readonly deliveries: number
}

/** Every target is killed once, at a random point, in each of `kills` equal parts of the sending. */
export function planKills({ seed, targets, kills, deliveries }: KillPlanOptions): readonly Kill[] {
  const random = createRandom(seed)
  const part = deliveries / kills
  const plan = Array.from({ length: kills }, (_, index) =>
    targets.map(({ name, worksForMs }) => ({
      target: name,
      at: Math.max(1, Math.floor((index + random.next()) * part)),
      delayMs: random.int(0, worksForMs - 1),
    })),
  )
  return plan.flat().sort((left, right) => left.at - right.at)
}
