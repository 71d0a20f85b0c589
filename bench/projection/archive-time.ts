import { setTimeout as sleep } from 'node:timers/promises'
import { consumerProgress } from '@octometer/event-log'
import { round } from '../statistics.ts'
import { startProjectorsProcess } from '../system/services.ts'
import type { Topology } from '../system/topology.ts'
import { peakMegabytes } from '../system/usage.ts'

export interface ArchiveTime {
  readonly deliveries: number
  readonly seconds: number
  readonly per_second: number
  readonly peak_mb: number | null
}

/** Fills the archive from the log. It is never rebuilt, so its speed is that of catching up. */
export async function fillArchive(topology: Topology): Promise<ArchiveTime> {
  await using projector = await startProjectorsProcess(topology, ['deliveries'])
  const began = performance.now()
  const before = await waiting(topology)
  for (;;) {
    projector.requireAlive()
    if ((await waiting(topology)) === 0) break
    await sleep(50)
  }
  const seconds = (performance.now() - began) / 1_000
  return {
    deliveries: before,
    seconds: round(seconds, 3),
    per_second: Math.round(before / seconds),
    peak_mb: await peakMegabytes(projector.pid),
  }
}

async function waiting({ log }: Topology): Promise<number> {
  const progress = await consumerProgress(log, 'EVENTS', 'deliveries')
  return progress === null ? 0 : progress.pending + progress.unacknowledged
}
