import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Standalone } from '@octometer/standalone'
import { createDemoSender } from './demo-sender.ts'
import type { DemoWorkload } from './demo-workload.ts'

/** Sends the workload through the real ingress, unless this data folder has it, and waits until every total has it. */
export async function sendHistory(standalone: Standalone, { deliveries }: DemoWorkload): Promise<void> {
  const marker = join(standalone.dataDir, 'demo.json')
  const fingerprint = JSON.stringify({
    first: deliveries[0]?.guid,
    last: deliveries.at(-1)?.guid,
    count: deliveries.length,
  })
  if ((await readFile(marker, 'utf8').catch(() => null)) === fingerprint) return
  const began = performance.now()
  process.stdout.write(
    `Sending ${deliveries.length} deliveries: every genuine example payload and a month of history …\n`,
  )
  using sender = createDemoSender(standalone)
  let next = 0
  const lane = async () => {
    for (let index = next++; index < deliveries.length; index = next++) {
      const delivery = deliveries[index]
      if (delivery !== undefined) await sender.send(delivery)
    }
  }
  await Promise.all(Array.from({ length: 32 }, lane))
  const sent = performance.now()
  await standalone.projectors.service.caughtUp()
  await writeFile(marker, fingerprint)
  const seconds = (milliseconds: number) => (milliseconds / 1000).toFixed(1)
  process.stdout.write(
    `Accepted in ${seconds(sent - began)} s, in every read model after ${seconds(performance.now() - began)} s.\n`,
  )
}
