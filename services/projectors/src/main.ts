import { loadConfig, withFileValues } from '@octometer/config'
import { runService } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { startProjectorsService } from './deploy.ts'

await runService({
  name: 'projectors',
  start: async () => {
    const { config, notices } = loadConfig(withFileValues(process.env), [
      'server',
      'projectors',
      'nats',
      'clickhouse',
    ])
    const logger = createLogger({ service: 'projectors', level: config.server.logLevel })
    for (const notice of notices) logger.info(notice)
    return startProjectorsService(config, logger)
  },
})
