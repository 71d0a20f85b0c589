import { join } from 'node:path'
import { runBenchmarks } from './run-benchmarks.ts'

// An exit, unlike a death by signal, ends the programs that were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const root = join(import.meta.dirname, '..')
process.exitCode = await runBenchmarks(process.argv.slice(2), {
  root,
  // The bootstrap names the one that it made sure of.
  natsServerBin: process.env.OCTO_NATS_SERVER_BIN ?? 'nats-server',
  chromiumBin: process.env.OCTO_CHROMIUM_BIN || null,
  now: () => new Date(),
})
