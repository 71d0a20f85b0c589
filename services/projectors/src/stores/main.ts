import { readStoreTask } from '@octometer/backup'
import { loadConfig, withFileValues } from '@octometer/config'
import { runTask } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { carryOut } from './carry-out.ts'

await runTask({
  name: 'stores',
  run: async () => {
    const task = readStoreTask(process.argv.slice(2))
    const { config } = loadConfig(withFileValues(process.env), ['nats', 'clickhouse'])
    const report = await carryOut(task, config, createLogger({ service: 'stores', level: 'warn' }))
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  },
})
