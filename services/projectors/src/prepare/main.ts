import { loadConfig, withFileValues } from '@octometer/config'
import { runTask } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { prepareStores } from './prepare-stores.ts'

await runTask({
  name: 'migrations',
  run: async () => {
    const { config, notices } = loadConfig(withFileValues(process.env), ['server', 'nats', 'clickhouse'])
    const logger = createLogger({ service: 'migrations', level: config.server.logLevel })
    for (const notice of notices) logger.info(notice)
    await prepareStores(config, logger)
  },
})
