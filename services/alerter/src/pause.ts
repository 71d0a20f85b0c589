import { setTimeout as wait } from 'node:timers/promises'

/** Resolves after so long, or as soon as the signal is aborted. */
export async function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  try {
    await wait(Math.max(0, milliseconds), undefined, { signal: stop, ref: false })
  } catch (error) {
    if (!stop.aborted) throw error
  }
}
