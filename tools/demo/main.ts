import { rm } from 'node:fs/promises'
import { startStandalone, welcome } from '@octometer/standalone'
import { checkTotals } from './check-totals.ts'
import { demoEnvironment } from './demo-environment.ts'
import { demoWorkload } from './demo-workload.ts'
import { keepTrafficComing } from './live-traffic.ts'
import { sendHistory } from './send-history.ts'

// npm run demo: the whole system with a month of history and live traffic. `-- --check` compares every total with the
// simulator's own on a fresh data folder, prints the table and ends with 0 or 1.
const checking = process.argv.includes('--check')
const dataDir = checking ? '.octometer/demo-check' : '.octometer/demo'
if (checking) await rm(dataDir, { recursive: true, force: true })
const standalone = await startStandalone(demoEnvironment(process.env, checking), dataDir)
const workload = demoWorkload(new Date())
await sendHistory(standalone, workload)
if (checking) {
  const equal = await checkTotals(standalone, workload)
  await standalone[Symbol.asyncDispose]()
  process.exit(equal ? 0 : 1)
}
process.stdout.write(welcome(standalone))
const traffic = keepTrafficComing(standalone)
const stop = async () => {
  await traffic[Symbol.asyncDispose]()
  await standalone[Symbol.asyncDispose]()
  process.exit(0)
}
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
