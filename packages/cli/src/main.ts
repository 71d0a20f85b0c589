import { fileURLToPath } from 'node:url'
import { runCli } from './run-cli.ts'
import { terminalOf } from './terminal.ts'

const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort())
// `octometer tail | head`: who reads has gone, and there is nobody to tell.
process.stdout.on('error', () => process.exit(0))
process.exitCode = await runCli(process.argv.slice(2), {
  terminal: terminalOf(process, process.env, ending.signal),
  env: process.env,
  cwd: process.cwd(),
  project: fileURLToPath(new URL('../../..', import.meta.url)),
})
