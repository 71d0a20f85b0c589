import type { Surroundings } from '../benchmark.ts'
import { round } from '../statistics.ts'
import { startOtlpSink } from '../system/otlp-sink.ts'
import { runProgram } from '../system/program.ts'
import { scratchFolder } from '../system/scratch-folder.ts'
import { BENCH_SECRET } from '../system/services.ts'
import { startLog } from '../system/topology.ts'
import { cpuSeconds, microsecondsEach, peakMegabytes } from '../system/usage.ts'
import type { Contestant } from './contestants.ts'
import type { LoadOrder, LoadReport } from './load/load-report.ts'

export const CONNECTIONS = 64
export const BODY_BYTES = 21_000

/** One contestant's turn on a log, a collector and a process that nobody used before. */
export interface Round extends LoadReport {
  readonly contestant: Contestant['name']
  /** Microseconds of CPU per delivery, warm-up included. Two cores have 2,000,000 each second. */
  readonly cpu_us: { readonly server: number | null; readonly nats: number | null; readonly load: number }
  readonly server_peak_mb: number | null
  /** What the collector received. */
  readonly otlp_bytes: number
}

const WARM_UP_SECONDS = 4
const SCRAPE_EVERY_MS = 5_000

export async function measureRound(contestant: Contestant, surroundings: Surroundings): Promise<Round> {
  const { root, natsServerBin, settings } = surroundings
  await using scratch = await scratchFolder()
  await using nats = await startLog(natsServerBin, scratch.path)
  await using collector = await startOtlpSink()
  await using server = await contestant.start({ root, nats, otlpUrl: collector.url })
  const used = async () => ({ server: await cpuSeconds(server.pid), nats: await cpuSeconds(nats.pid) })
  const before = await used()
  using _scraping = contestant.isScraped ? scrape(server.url) : null
  const load = await askLoad(root, {
    url: server.url,
    secret: BENCH_SECRET,
    connections: CONNECTIONS,
    warmUpSeconds: Math.min(WARM_UP_SECONDS, settings.seconds),
    seconds: settings.seconds,
    bodyBytes: BODY_BYTES,
  })
  const after = await used()
  return {
    contestant: contestant.name,
    ...load,
    cpu_us: {
      server: microsecondsEach(before.server, after.server, load.answered),
      nats: microsecondsEach(before.nats, after.nats, load.answered),
      load: round((load.cpu_seconds * 1e6) / load.answered, 1),
    },
    server_peak_mb: await peakMegabytes(server.pid),
    otlp_bytes: collector.bytes(),
  }
}

/** Runs the load generator, a process of its own, to its end. */
async function askLoad(root: string, order: LoadOrder): Promise<LoadReport> {
  const printed = await runProgram({
    folder: root,
    args: ['bench/ingress/load/main.ts', JSON.stringify(order)],
  })
  const report: LoadReport = JSON.parse(printed)
  return report
}

function scrape(url: string): Disposable {
  const timer = setInterval(() => {
    fetch(`${url}/metrics`)
      .then((answer) => answer.text())
      .catch((error: unknown) => process.stderr.write(`/metrics was not answered: ${String(error)}\n`))
  }, SCRAPE_EVERY_MS)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
