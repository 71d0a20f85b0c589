import { loadConfig, withFileValues } from '@octometer/config'
import { runService } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { deployAlerter } from './deploy.ts'

await runService({
  name: 'alerter',
  start: async () => {
    const { config, notices } = loadConfig(withFileValues(process.env), [
      'server',
      'alerts',
      'nats',
      'clickhouse',
    ])
    const logger = createLogger({ service: 'alerter', level: config.server.logLevel })
    for (const notice of notices) logger.info(notice)
    return deployAlerter(config, logger)
  },
})
