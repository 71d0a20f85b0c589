import { type Benchmark, type ResultRow, referenceRow, type Surroundings, targetRow } from '../benchmark.ts'
import type { Round } from '../ingress/measure-round.ts'
import { type ArchiveTime, fillArchive } from '../projection/archive-time.ts'
import { type RebuildTime, timeRebuild } from '../projection/rebuild-time.ts'
import { number } from '../statistics.ts'
import { startTopology } from '../system/topology.ts'
import { fillLog } from '../system/workload.ts'
import { AT_ONCE, type LargeBodies, largeBodies, steadyLoad } from './ingress-memory.ts'

const INGRESS_MB = 160
const LARGE_BODIES_MB = 400
const PROJECTOR_MB = 250
/** Enough for a process to reach its peak. */
const DELIVERIES = 30_000

/** The most memory that each service's process ever holds. */
export const memoryBenchmark: Benchmark = {
  name: 'memory',
  title: 'Memory: the most that a service’s process holds (VmHWM, its start included)',
  async run(surroundings) {
    const rounds = await steadyLoad(surroundings)
    const large = await largeBodies(surroundings)
    surroundings.say(
      `${AT_ONCE} large bodies: ${JSON.stringify(large.statuses)}, peak ${number(large.peak_mb)} MB`,
    )
    const { archive, rebuilds } = await rebuildPeaks(surroundings)
    return {
      rows: [...steadyRows(rounds), largeRow(large), ...rebuilds.map(rebuildRow), archiveRow(archive)],
      method: [
        'One process each, started as in production; megabytes of 1,000,000 bytes; nothing is subtracted for Node itself, which holds 43 MB when it does nothing.',
        `Large bodies: ${AT_ONCE} pushes of ${number(large.bytes)} bytes at once, each over its own connection; answers: ${JSON.stringify(large.statuses)}.`,
        'Rebuild: log and archive both hold every delivery, so the peak covers both ways of reading.',
      ],
      raw: { rounds, large, rebuilds, archive },
    }
  },
}

interface Peaks {
  readonly archive: ArchiveTime
  readonly rebuilds: readonly RebuildTime[]
}

async function rebuildPeaks(surroundings: Surroundings): Promise<Peaks> {
  const { settings, now, say } = surroundings
  const messages = Math.min(settings.deliveries, DELIVERIES)
  await using topology = await startTopology(surroundings)
  await fillLog(topology.log, { deliveries: messages, apiCalls: messages }, now)
  const archive = await fillArchive(topology)
  const rebuilds: RebuildTime[] = []
  for (const projection of ['counters', 'pull-requests', 'api-usage']) {
    const measured = await timeRebuild(topology, { projection, source: 'log and archive', messages })
    say(`rebuild of ${projection}: peak ${number(measured.peak_mb)} MB`)
    rebuilds.push(measured)
  }
  return { archive, rebuilds }
}

function steadyRows(rounds: readonly Round[]): readonly ResultRow[] {
  return rounds.map(({ contestant, server_peak_mb, per_second }) => {
    const note = `while it took ${number(per_second)} deliveries/s`
    if (contestant === 'bare')
      return referenceRow('bare server at 64 connections × 21 KB, MB', number(server_peak_mb), note)
    const exporting = contestant === 'ingress' ? 'everything on' : 'not exporting spans and metrics'
    return peakRow(`ingress at 64 connections × 21 KB, ${exporting}, MB`, server_peak_mb, INGRESS_MB, note)
  })
}

function largeRow({ peak_mb, statuses }: LargeBodies): ResultRow {
  const what = `ingress with ${AT_ONCE} bodies of 25 MB arriving at once, MB`
  return peakRow(what, peak_mb, LARGE_BODIES_MB, `answers: ${JSON.stringify(statuses)}`)
}

function rebuildRow({ projection, peak_mb, seconds }: RebuildTime): ResultRow {
  return peakRow(
    `projector of ${projection} during a rebuild, MB`,
    peak_mb,
    PROJECTOR_MB,
    `in ${number(seconds, 1)} s`,
  )
}

function archiveRow({ peak_mb, seconds }: ArchiveTime): ResultRow {
  return referenceRow('projector that fills the archive, MB', number(peak_mb), `in ${number(seconds, 1)} s`)
}

function peakRow(what: string, peak: number | null, limit: number, note: string): ResultRow {
  return targetRow(what, `≤ ${limit}`, number(peak), peak !== null && peak <= limit, note)
}
