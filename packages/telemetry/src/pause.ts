import { setTimeout as wait } from 'node:timers/promises'

/** Resolves after so long, or as soon as the signal is aborted. It keeps no process alive. */
export async function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return
  try {
    await wait(milliseconds, undefined, { signal: stop, ref: false })
  } catch (error) {
    if (!stop.aborted) throw error
  }
}
