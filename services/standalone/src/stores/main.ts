import { readStoreTask } from '@octometer/backup'
import { withFileValues } from '@octometer/config'
import { runTask } from '@octometer/service-kit'
import { carryOut } from './tasks.ts'

await runTask({
  name: 'octometer',
  run: async () => {
    const env = withFileValues(process.env)
    const task = readStoreTask(process.argv.slice(2))
    const report = await carryOut(task, env, env.OCTO_DATA_DIR || '.octometer/data')
    process.stdout.write(`${JSON.stringify(report)}\n`)
  },
})
