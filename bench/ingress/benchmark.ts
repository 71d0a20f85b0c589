import { type Benchmark, type ResultRow, referenceRow, targetRow } from '../benchmark.ts'
import { median, number, round } from '../statistics.ts'
import { type Contestant, contestants } from './contestants.ts'
import { BODY_BYTES, CONNECTIONS, measureRound, type Round } from './measure-round.ts'

const TIMES_BARE = 1.2
const PER_SECOND = 3_500
const P99_MS = 60

/** Deliveries per second through ingress, beside the least that a receiver can do. */
export const ingressBenchmark: Benchmark = {
  name: 'ingress',
  title: 'Receiving: a signed POST of 21 KB, on disk before its answer, over 64 connections',
  async run(surroundings) {
    const rounds: Round[] = []
    for (let turn = 1; turn <= surroundings.settings.rounds; turn += 1) {
      for (const contestant of contestants) {
        const measured = await measureRound(contestant, surroundings)
        surroundings.say(
          `round ${turn}: ${contestant.name} ${number(measured.per_second)}/s, p99 ${measured.latency_ms.p99} ms`,
        )
        rounds.push(measured)
      }
    }
    const summaries = contestants.map(({ name }) => summarize(name, rounds))
    return { rows: rowsOf(summaries), method: methodOf(rounds), raw: { summaries, rounds } }
  },
}

interface Summary {
  readonly contestant: Contestant['name']
  /** Medians over its rounds. */
  readonly per_second: number
  readonly p50_ms: number
  readonly p99_ms: number
  readonly cpu_us: { readonly server: number; readonly nats: number; readonly load: number }
  readonly peak_mb: number
  /** Everything that was not answered 202, over all rounds. */
  readonly failed: number
}

function summarize(contestant: Contestant['name'], all: readonly Round[]): Summary {
  const rounds = all.filter((each) => each.contestant === contestant)
  const middle = (value: (each: Round) => number | null) =>
    round(median(rounds.map((each) => value(each) ?? Number.NaN)), 2)
  const others = (each: Round) =>
    each.broken + Object.values(each.statuses).reduce((sum, count) => sum + count, 0) - each.accepted
  return {
    contestant,
    per_second: middle((each) => each.per_second),
    p50_ms: middle((each) => each.latency_ms.p50),
    p99_ms: middle((each) => each.latency_ms.p99),
    cpu_us: {
      server: middle((each) => each.cpu_us.server),
      nats: middle((each) => each.cpu_us.nats),
      load: middle((each) => each.cpu_us.load),
    },
    peak_mb: middle((each) => each.server_peak_mb),
    failed: rounds.reduce((sum, each) => sum + others(each), 0),
  }
}

function rowsOf(summaries: readonly Summary[]): readonly ResultRow[] {
  const of = (name: Contestant['name']) => summaries.find(({ contestant }) => contestant === name)
  const [ours, bare, quiet] = [of('ingress'), of('bare'), of('ingress_not_exporting')]
  if (ours === undefined || bare === undefined || quiet === undefined) return []
  const times = ours.per_second / bare.per_second
  return [
    targetRow(
      'deliveries/s, everything on',
      `≥ ${number(PER_SECOND)}`,
      number(ours.per_second),
      ours.per_second >= PER_SECOND,
      cpuOf(ours),
    ),
    targetRow(
      'times the bare server',
      `≥ ${TIMES_BARE}`,
      number(times, 2),
      times >= TIMES_BARE,
      `${cpuOf(ours)}; bare server: ${cpuOf(bare)}`,
    ),
    targetRow('p99, ms', `< ${P99_MS}`, number(ours.p99_ms, 1), ours.p99_ms < P99_MS, cpuOf(ours)),
    targetRow('not accepted', '0', number(ours.failed), ours.failed === 0, 'statuses are in the raw results'),
    referenceRow('p50, ms', number(ours.p50_ms, 1)),
    referenceRow('not exporting spans and metrics, deliveries/s', number(quiet.per_second), cpuOf(quiet)),
    referenceRow('not exporting spans and metrics, p99, ms', number(quiet.p99_ms, 1)),
    referenceRow('bare server, deliveries/s', number(bare.per_second), cpuOf(bare)),
    referenceRow('bare server, p99, ms', number(bare.p99_ms, 1)),
  ]
}

function cpuOf({ cpu_us: { server, nats, load } }: Summary): string {
  const all = server + nats + load
  return `a delivery takes ${number(server)} µs of CPU in the server, ${number(nats)} in nats-server and ${number(load)} in the load generator: two cores can do ${number(2e6 / all)}/s`
}

function methodOf(rounds: readonly Round[]): readonly string[] {
  return [
    `${CONNECTIONS} connections, each sending its next delivery when it has its answer; bodies of ${number(rounds[0]?.mean_body_bytes ?? BODY_BYTES)} bytes of a genuine pull_request payload, 128 different ones; every GUID new, every signature valid.`,
    'Server, nats-server (`sync_interval: always`) and load generator are processes of their own on the same cores; each round starts new ones on empty folders, warms up, and is then counted; contestants take turns, medians over the rounds.',
    'Everything on: telemetry preloaded, every span and metric exported over OTLP to a collector in the benchmark’s process, `/metrics` read every 5 s.',
    'Bare server: Koa, HMAC-SHA256 over the raw bytes, one JetStream publish per request with the GUID as its message id, 202 after the acknowledgement; no checks, no parsing, no compression, no telemetry.',
  ]
}
