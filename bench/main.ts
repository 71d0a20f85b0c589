import { join } from 'node:path'
import { ensureNatsServer } from '../tools/bootstrap/find-nats-server.mjs'
import { runBenchmarks } from './run-benchmarks.ts'

// An exit, unlike a death by signal, ends the programs that were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const root = join(import.meta.dirname, '..')
const say = (line: string) => void process.stderr.write(`${line}\n`)
process.exitCode = await runBenchmarks(process.argv.slice(2), {
  root,
  natsServerBin: await ensureNatsServer(root, process.env, say),
  now: () => new Date(),
})
