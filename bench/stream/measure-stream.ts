import { setTimeout as sleep } from 'node:timers/promises'
import { logBounds, streamNames } from '@octometer/event-log'
import { type ClientsReport, type StreamClients, startStreamClients } from '@octometer/testkit'
import type { Surroundings } from '../benchmark.ts'
import { sendSteadily } from '../projection/send-steadily.ts'
import { round, type Spread, spreadOf } from '../statistics.ts'
import {
  BENCH_KEY,
  startGatewayProcess,
  startIngressProcess,
  startProjectorsProcess,
} from '../system/services.ts'
import { startTopology } from '../system/topology.ts'
import { cpuSeconds, peakMegabytes, residentMegabytes } from '../system/usage.ts'
import { type ArchivedDeliveries, openArchivedDeliveries } from './archived-deliveries.ts'
import { type PlannedClient, planClients } from './plan-clients.ts'
import { prepareDeliveries } from './prepare-deliveries.ts'

export const DELIVERIES_PER_SECOND = 500

export interface StreamMeasurement {
  readonly clients: number
  readonly sent: number
  readonly not_accepted: number
  /** Seconds that sending took: more than planned when the machine could not keep up. */
  readonly sending_seconds: number
  /** Deliveries to clients, counting each. */
  readonly expected: number
  readonly received: number
  /** Clients whose set is another than SQL's, or who got something twice. */
  readonly differing: number
  /** Gaps and drops that clients were told of, and streams that ended. */
  readonly disturbed: number
  /** Milliseconds from a delivery's receipt to a client's having it. */
  readonly delay_ms: Spread
  /** Of that, from the log's storing it to the gateway's handing it over: the mean of the gateway's own histogram. */
  readonly handing_over_ms: number
  readonly gateway_mb: {
    readonly connected: number | null
    readonly after: number | null
    readonly peak: number | null
  }
  /** Seconds of CPU while deliveries arrived. */
  readonly cpu_seconds: { readonly gateway: number; readonly clients: number }
}

const SETTLE_MS = 60_000
const LOOK_EVERY_MS = 200

/** Live clients of one gateway while deliveries arrive, every service a process of its own. */
export async function measureStream(surroundings: Surroundings): Promise<StreamMeasurement> {
  const { root, settings, now, say } = surroundings
  const prepared = prepareDeliveries(settings.seconds * DELIVERIES_PER_SECOND, now)
  await using topology = await startTopology(surroundings)
  await using _projectors = await startProjectorsProcess(topology, ['deliveries'])
  await using ingress = await startIngressProcess({ root, nats: topology.nats, otlpUrl: null })
  await using archive = openArchivedDeliveries(topology.access)
  await sendSteadily(ingress.url, prepared.introductions, DELIVERIES_PER_SECOND, () => {})
  await reached(() => archive.count(0), prepared.introductions.length)
  const { lastSequence } = await logBounds(topology.log, streamNames.events)
  await using gateway = await startGatewayProcess(topology)
  const planned = planClients(prepared.names, prepared.events)
  await using clients = await startStreamClients({ url: gateway.url, key: BENCH_KEY, clients: planned })
  say(`${planned.length} clients are connected; sending ${DELIVERIES_PER_SECOND} deliveries a second`)
  const connected = await residentMegabytes(gateway.pid)
  const used = async () => ({
    gateway: (await cpuSeconds(gateway.pid)) ?? Number.NaN,
    clients: (await cpuSeconds(clients.pid)) ?? Number.NaN,
  })
  const before = await used()
  const began = performance.now()
  const notAccepted = await sendSteadily(ingress.url, prepared.deliveries, DELIVERIES_PER_SECOND, () => {})
  const sendingSeconds = (performance.now() - began) / 1_000
  const sent = prepared.deliveries.length
  await reached(() => archive.count(lastSequence), sent - notAccepted)
  const expected = await expectedSets(archive, planned, lastSequence)
  const total = expected.reduce((sum, guids) => sum + guids.length, 0)
  await settle(clients, total)
  const after = await used()
  const report = await clients.report()
  return {
    clients: planned.length,
    sent,
    not_accepted: notAccepted,
    sending_seconds: round(sendingSeconds, 1),
    expected: total,
    received: report.delays.length,
    ...comparison(report, expected),
    delay_ms: spreadOf(report.delays, 0),
    handing_over_ms: await meanHandingOver(gateway.url),
    gateway_mb: {
      connected,
      after: await residentMegabytes(gateway.pid),
      peak: await peakMegabytes(gateway.pid),
    },
    cpu_seconds: {
      gateway: round(after.gateway - before.gateway, 1),
      clients: round(after.clients - before.clients, 1),
    },
  }
}

function expectedSets(archive: ArchivedDeliveries, planned: readonly PlannedClient[], after: number) {
  return Promise.all(planned.map((client) => archive.guidsOf(client, after)))
}

function comparison({ guids, clients }: ClientsReport, expected: readonly (readonly string[])[]) {
  const differing = clients.filter(({ received }, index) => {
    const wanted = new Set(expected[index])
    const got = new Set(received.map((each) => guids[each] ?? ''))
    return received.length !== wanted.size || got.symmetricDifference(wanted).size > 0
  })
  const disturbed = clients.filter(({ others, hasEnded }) => others.length > 0 || hasEnded)
  return { differing: differing.length, disturbed: disturbed.length }
}

async function meanHandingOver(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const value = (name: string) =>
    Number(new RegExp(`^octo_stream_delay_seconds_${name} (\\S+)$`, 'm').exec(text)?.[1])
  return round((value('sum') / value('count')) * 1_000, 1)
}

async function settle(clients: StreamClients, total: number): Promise<void> {
  await reached(() => clients.deliveries(), total)
}

/** Looks until a number is reached, or the deadline has passed: what is missing then shows in the result. */
async function reached(look: () => Promise<number>, wanted: number): Promise<void> {
  const deadline = performance.now() + SETTLE_MS
  while ((await look()) < wanted && performance.now() < deadline) await sleep(LOOK_EVERY_MS)
}
