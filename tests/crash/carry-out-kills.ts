import { setTimeout as pause } from 'node:timers/promises'
import type { Kill } from './kill-plan.ts'
import type { Pace } from './pace.ts'
import type { Part } from './part.ts'

/** So many deliveries may be sent beyond the point of a kill: every connection is busy when it comes. */
const BEYOND = 64

/**
 * Carries out the plan in its order, and lets the rest be sent at the end. The sending stands before each kill until
 * the part to be killed serves again, so that the kills stay spread over it however long the restarts take, and runs
 * at full speed into it.
 */
export async function carryOutKills(
  plan: readonly Kill[],
  parts: readonly Part[],
  pace: Pace,
  stop: AbortSignal,
): Promise<void> {
  const byName = new Map(parts.map((part) => [part.name, part]))
  for (const { target, at, delayMs } of plan) {
    const part = byName.get(target)
    if (part === undefined) throw new TypeError(`the plan kills ${target}, which is no part of the system`)
    await part.ready()
    pace.allow(at + BEYOND)
    await pace.reached(at)
    await pause(delayMs)
    if (stop.aborted) return
    await part.kill()
  }
  pace.allow(Number.MAX_SAFE_INTEGER)
}
