import { setTimeout as pause } from 'node:timers/promises'
import type { Connection } from './connection.ts'
import { LogUnavailableError } from './errors.ts'

/** An election of a leader takes 4 to 9 s, and another may follow it. */
const PATIENCE_MS = 25_000
const RETRY_MS = 250

/**
 * For what a service begins with: in a cluster a stream may be electing its leader just then, and answers nobody. `work` is begun again until
 * that is over, so it must be harmless twice. One server has no elections: there the first LogUnavailableError is thrown.
 */
export async function throughElections<T>({ nats }: Connection, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + (nats.info?.cluster === undefined ? 0 : PATIENCE_MS)
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof LogUnavailableError) || performance.now() >= deadline) throw error
    }
    await pause(RETRY_MS)
  }
}
