import { setTimeout as pause } from 'node:timers/promises'
import type { Kill } from './kill-plan.ts'
import type { Pace } from './pace.ts'
import type { Part } from './part.ts'

/** Kills each part when the sending has come so far, one kill of a part after the other. */
export async function carryOutKills(
  plan: readonly Kill[],
  parts: readonly Part[],
  pace: Pace,
  stop: AbortSignal,
): Promise<void> {
  const killAll = parts.map(async (part) => {
    for (const kill of plan.filter(({ target }) => target === part.name)) {
      await pace.reached(kill.at)
      await part.ready()
      await pause(kill.delayMs)
      if (stop.aborted) return
      await part.kill()
      pace.carriedOut(kill)
    }
  })
  await Promise.all(killAll)
}
