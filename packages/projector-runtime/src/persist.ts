import { pause } from '@octometer/telemetry'
import { isFinal } from './stores.ts'

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 10_000

/** The projector was told to stop while a write could not get through. Its batch is delivered again. */
export class ProjectorStoppedError extends Error {
  override readonly name = 'ProjectorStoppedError'
  readonly code = 'projector_stopped'
}

/** Runs `write` until it succeeds, with growing waits. What is refused for good is thrown on. */
export async function persist(
  write: () => Promise<void>,
  stop: AbortSignal,
  failed: (attempt: number, error: unknown) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write()
    } catch (error) {
      if (isFinal(error)) throw error
      if (stop.aborted)
        throw new ProjectorStoppedError('stopped before the write got through', { cause: error })
      failed(attempt, error)
      await pause(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)), stop)
    }
  }
}
