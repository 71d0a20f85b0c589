import { type Benchmark, type ResultRow, referenceRow, targetRow } from '../benchmark.ts'
import { number } from '../statistics.ts'
import { DELIVERIES_PER_SECOND, type Latency, measureLatency } from './latency.ts'
import { type AloneRate, projectAlone } from './project-alone.ts'
import type { RebuildTime } from './rebuild-time.ts'
import { type Rebuilds, timeRebuilds } from './rebuilds.ts'
import { LOOK_EVERY_MS } from './watch-visibility.ts'

const COUNTERS_PER_SECOND = 10_000
const P95_MS = 1_000
const ALONE_DELIVERIES = 10_000
/** What the archive and the counters need, and two more: as many as a small deployment would run. */
const FOUR = ['deliveries', 'counters', 'pull-requests', 'api-usage']

/** How fast read models are rebuilt, and how soon a delivery can be queried. */
export const projectionBenchmark: Benchmark = {
  name: 'projection',
  title:
    'Projecting: rebuilds of the read models, and the time from a delivery’s 202 to its rows being found',
  async run(surroundings) {
    const { settings, now, say } = surroundings
    const alone = projectAlone(Math.min(settings.deliveries, ALONE_DELIVERIES), now)
    for (const { projection, per_second } of alone) say(`${projection} alone in one thread: ${per_second}/s`)
    const rebuilds = await timeRebuilds(surroundings)
    const latency = await measureLatency(surroundings, 'all')
    const latencyOfFour = await measureLatency(surroundings, FOUR)
    return {
      rows: [
        ...latencyRows('every read model', latency),
        ...latencyRows('four read models', latencyOfFour),
        ...rebuildRows(rebuilds),
        ...aloneRows(alone),
      ],
      method: methodOf(settings.deliveries),
      raw: { latency, latency_of_four: latencyOfFour, ...rebuilds, alone },
    }
  },
}

function latencyRows(
  models: string,
  { archive, facts, counters, not_accepted, never_seen }: Latency,
): readonly ResultRow[] {
  const lost = not_accepted + never_seen
  const row = (what: string, { p95, p50, max }: Latency['archive']) =>
    targetRow(
      `${models}: 202 to ${what} at ${DELIVERIES_PER_SECOND}/s, p95, ms`,
      `≤ ${number(P95_MS)}`,
      number(p95),
      p95 <= P95_MS,
      `p50 ${number(p50)} ms, longest ${number(max)} ms`,
    )
  return [
    row('found in the archive', archive),
    row('found in counter_facts', facts),
    row('counted in the rollups', counters),
    targetRow(`${models}: not accepted or never found`, '0', number(lost), lost === 0, 'see the raw results'),
  ]
}

function rebuildRows({ archive, rebuilds }: Rebuilds): readonly ResultRow[] {
  return [
    ...rebuilds.map((each) =>
      each.projection === 'counters'
        ? targetRow(
            nameOf(each),
            `≥ ${number(COUNTERS_PER_SECOND)}`,
            number(each.per_second),
            each.per_second >= COUNTERS_PER_SECOND,
            cpuOf(each),
          )
        : referenceRow(nameOf(each), number(each.per_second), cpuOf(each)),
    ),
    referenceRow(
      'archive filled from the log, deliveries/s',
      number(archive.per_second),
      'never rebuilt: this is how fast it catches up',
    ),
  ]
}

function nameOf({ projection, source }: RebuildTime): string {
  const what = projection === 'api-usage' ? 'API calls' : 'deliveries'
  return `rebuild of ${projection} from the ${source}, ${what}/s`
}

function cpuOf({ cpu_us: { projector, clickhouse, nats }, seconds, peak_mb }: RebuildTime): string {
  return `${number(seconds, 1)} s; µs of CPU each: projector ${number(projector)}, ClickHouse ${number(clickhouse)}, nats-server ${number(nats)}; projector’s peak ${number(peak_mb)} MB`
}

function aloneRows(alone: readonly AloneRate[]): readonly ResultRow[] {
  return alone.map(({ projection, per_second }) =>
    referenceRow(
      `${projection} in one thread, nothing read or written, deliveries/s`,
      number(per_second),
      'decompressed, decoded and projected from memory',
    ),
  )
}

function methodOf(deliveries: number): readonly string[] {
  return [
    `${number(deliveries)} simulated deliveries (13 KB on the average, 50 kinds of events; a third of them hold facts), as many API calls; every message counts, those too that a read model does not handle.`,
    'A rebuild is timed from the request to the new generation being read: stream, archive, recount of every bucket, comparison with the live generation, views. Each runs in a projector process of its own, beside a nats-server that syncs always and an embedded ClickHouse, both processes of their own.',
    'From the log: the archive is empty. From the archive: the log is empty, as after its retention. From log and archive: each delivery lies in both, is read twice and counted once in the rate.',
    `Latency: deliveries are sent in an open loop at ${DELIVERIES_PER_SECOND}/s to ingress, with every projection running and then with ${FOUR.join(', ')} alone; a query asks every ${LOOK_EVERY_MS} ms what can be seen, so that a time is up to ${LOOK_EVERY_MS} ms too long.`,
  ]
}
