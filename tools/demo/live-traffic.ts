import { setTimeout as sleep } from 'node:timers/promises'
import type { Standalone } from '@octometer/standalone'
import { simulateWorkload } from '@octometer/testkit'
import { createDemoSender } from './demo-sender.ts'

const PER_SECOND = 2
const BATCH = 2000

/** Sends simulated deliveries of today, a few a second, until it is disposed of. */
export function keepTrafficComing(standalone: Standalone): AsyncDisposable {
  const stopping = new AbortController()
  const running = send(standalone, stopping.signal).catch((error: unknown) => {
    process.stderr.write(`Live traffic ended: ${error instanceof Error ? error.message : String(error)}\n`)
  })
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort()
      await running
    },
  }
}

async function send(standalone: Standalone, stop: AbortSignal): Promise<void> {
  using sender = createDemoSender(standalone)
  for (let seed = Math.floor(Date.now() / 1000); !stop.aborted; seed += 1) {
    const start = new Date(Date.now() - 86_400_000)
    const { deliveries } = simulateWorkload({ seed, deliveries: BATCH, start, days: 1 })
    for (const delivery of deliveries) {
      if (stop.aborted) return
      await sender.send(delivery)
      // An aborted wait is the wish to stop.
      await sleep(1000 / PER_SECOND, undefined, { signal: stop }).catch(() => undefined)
    }
  }
}
