import type { Surroundings } from '../benchmark.ts'
import { type Spread, spreadOf } from '../statistics.ts'
import { startIngressProcess, startProjectorsProcess } from '../system/services.ts'
import { startTopology } from '../system/topology.ts'
import { prepareProbes } from './probe.ts'
import { sendSteadily } from './send-steadily.ts'
import { openVisibleRows } from './visible-rows.ts'
import { watchVisibility } from './watch-visibility.ts'

export const DELIVERIES_PER_SECOND = 500

export interface Latency {
  readonly sent: number
  readonly not_accepted: number
  readonly never_seen: number
  /** Milliseconds from the 202, without those of the warm-up. */
  readonly archive: Spread
  readonly facts: Spread
  readonly counters: Spread
}

const WARM_UP_SECONDS = 5
const SETTLE_MS = 60_000

/** From a delivery's 202 to its being found by a query, while so many a second arrive; every service as in production. */
export async function measureLatency(
  surroundings: Surroundings,
  projections: readonly string[] | 'all',
): Promise<Latency> {
  const { root, settings, now, say } = surroundings
  const warmUp = WARM_UP_SECONDS * DELIVERIES_PER_SECOND
  const probes = prepareProbes(warmUp + settings.seconds * 2 * DELIVERIES_PER_SECOND, now)
  await using topology = await startTopology(surroundings)
  await using _projectors = await startProjectorsProcess(topology, projections)
  await using ingress = await startIngressProcess({ root, nats: topology.nats, otlpUrl: null })
  await using rows = openVisibleRows(topology.access)
  say(`sending ${DELIVERIES_PER_SECOND} deliveries a second`)
  const watch = watchVisibility(rows)
  const notAccepted = await sendSteadily(ingress.url, probes, DELIVERIES_PER_SECOND, watch.accepted)
  const neverSeen = await watch.finish(SETTLE_MS)
  const counted = (waits: readonly number[]) =>
    spreadOf(waits.slice(Math.floor((waits.length * warmUp) / probes.length)), 0)
  const { archive, facts, counters } = watch.visibility
  return {
    sent: probes.length,
    not_accepted: notAccepted,
    never_seen: neverSeen,
    archive: counted(archive),
    facts: counted(facts),
    counters: counted(counters),
  }
}
