import { type Benchmark, type ResultRow, referenceRow, targetRow } from '../benchmark.ts'
import { number } from '../statistics.ts'
import { DELIVERIES_PER_SECOND, measureStream, type StreamMeasurement } from './measure-stream.ts'
import {
  CLIENTS_OF_EVENTS,
  CLIENTS_OF_EVERYTHING,
  CLIENTS_OF_REPOSITORIES,
  WEBSOCKETS,
} from './plan-clients.ts'
import { REPOSITORIES } from './prepare-deliveries.ts'

const P95_MS = 1_000
const PEAK_MB = 400

/** Whether every live client gets what its filter lets through, and how soon. */
export const streamBenchmark: Benchmark = {
  name: 'stream',
  title: `Live: ${number(CLIENTS_OF_REPOSITORIES + CLIENTS_OF_EVENTS + CLIENTS_OF_EVERYTHING)} clients of one gateway while ${DELIVERIES_PER_SECOND} deliveries a second arrive`,
  async run(surroundings) {
    const measured = await measureStream(surroundings)
    return { rows: rowsOf(measured), method: METHOD, raw: measured }
  },
}

function rowsOf(measured: StreamMeasurement): readonly ResultRow[] {
  const { clients, differing, disturbed, delay_ms, expected, received, gateway_mb, cpu_seconds } = measured
  const cpu = `${cpuEach(cpu_seconds.gateway, received)} µs of the gateway’s CPU for each event written, ${cpuEach(cpu_seconds.clients, received)} of the clients’; sending took ${measured.sending_seconds} s`
  return [
    targetRow(
      `of ${number(clients)} clients, whose deliveries differ from SQL’s`,
      '0',
      number(differing),
      differing === 0,
      `${number(received)} deliveries were received, ${number(expected)} expected`,
    ),
    targetRow(
      'clients dropped or told of a gap',
      '0',
      number(disturbed),
      disturbed === 0,
      'reasons are in its log',
    ),
    targetRow(
      'receipt to client, p95, ms',
      `≤ ${number(P95_MS)}`,
      number(delay_ms.p95),
      delay_ms.p95 <= P95_MS,
      `p50 ${number(delay_ms.p50)}, longest ${number(delay_ms.max)}; ${cpu}`,
    ),
    targetRow(
      'gateway’s peak, MB',
      `≤ ${PEAK_MB}`,
      number(gateway_mb.peak),
      (gateway_mb.peak ?? 0) <= PEAK_MB,
      `${number(gateway_mb.connected)} with all clients connected, ${number(gateway_mb.after)} at the end`,
    ),
    targetRow('not accepted', '0', number(measured.not_accepted), measured.not_accepted === 0, ''),
    referenceRow('deliveries received, counting each client', number(received), cpu),
    referenceRow(
      'receipt to client, p50 / p99 / longest, ms',
      `${number(delay_ms.p50)} / ${number(delay_ms.p99)} / ${number(delay_ms.max)}`,
    ),
    referenceRow('log to handed over by the gateway, mean, ms', number(measured.handing_over_ms, 1)),
    referenceRow(
      'gateway with all clients connected / at the end, MB',
      `${number(gateway_mb.connected)} / ${number(gateway_mb.after)}`,
    ),
  ]
}

function cpuEach(seconds: number, count: number): string {
  return number((seconds * 1e6) / count)
}

const METHOD = [
  `${CLIENTS_OF_REPOSITORIES} clients with one of ${REPOSITORIES} repositories each, ${CLIENTS_OF_EVENTS} with one of the 15 most frequent events, ${CLIENTS_OF_EVERYTHING} without a filter; one in ${WEBSOCKETS} over a WebSocket, the others over SSE; all in one process of their own.`,
  `Simulated deliveries (13 KB on the average) are sent to ingress in an open loop; the archive’s projector writes them meanwhile. Each client’s GUIDs are compared with what SQL finds in the archive for its filter; one that came twice counts as a difference.`,
  'Receipt is when ingress got the delivery, to the millisecond; the delay ends when the client has parsed the event.',
]
