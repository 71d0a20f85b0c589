import type { Surroundings } from '../benchmark.ts'
import { startTopology } from '../system/topology.ts'
import { fillLog } from '../system/workload.ts'
import { type ArchiveTime, fillArchive } from './archive-time.ts'
import { purgeLog } from './purge-log.ts'
import { type RebuildSource, type RebuildTime, timeRebuild } from './rebuild-time.ts'

export interface Rebuilds {
  readonly archive: ArchiveTime
  readonly rebuilds: readonly RebuildTime[]
}

const FROM_EVENTS = ['counters', 'pull-requests'] as const

/** Rebuilds every read model from the log alone, from log and archive, and from the archive alone. */
export async function timeRebuilds(surroundings: Surroundings): Promise<Rebuilds> {
  const { settings, now, say } = surroundings
  const { deliveries } = settings
  await using topology = await startTopology(surroundings)
  say(`filling the log with ${deliveries} deliveries and as many API calls`)
  await fillLog(topology.log, { deliveries, apiCalls: deliveries }, now)
  const rebuilds: RebuildTime[] = []
  const time = async (projection: string, source: RebuildSource) => {
    const measured = await timeRebuild(topology, { projection, source, messages: deliveries })
    say(`${projection} from the ${source}: ${measured.per_second}/s, peak ${measured.peak_mb} MB`)
    rebuilds.push(measured)
  }
  for (const projection of [...FROM_EVENTS, 'api-usage']) await time(projection, 'log')
  const archive = await fillArchive(topology)
  say(`the archive from the log: ${archive.per_second}/s, peak ${archive.peak_mb} MB`)
  for (const projection of FROM_EVENTS) await time(projection, 'log and archive')
  await purgeLog(topology.nats.url)
  for (const projection of FROM_EVENTS) await time(projection, 'archive')
  return { archive, rebuilds }
}
