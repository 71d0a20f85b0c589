import { readArguments } from './arguments.ts'
import { failuresOf } from './failures-of.ts'
import { formatReport } from './format-report.ts'
import { runMatrix } from './run-matrix.ts'

const options = readArguments(process.argv.slice(2))
const { seed, kills, deliveries } = options
process.stdout.write(`crash matrix: ${deliveries} deliveries, ${kills} kills of each part, seed ${seed}\n`)
const report = await runMatrix({
  ...options,
  natsServerBin: process.env.OCTO_NATS_SERVER_BIN ?? null,
  say: (line) => void process.stdout.write(`${line}\n`),
})
process.stdout.write(`\n${formatReport(report)}\n`)
process.exitCode = failuresOf(report).length === 0 ? 0 : 1
