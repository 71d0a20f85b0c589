import { loadConfig } from '@octometer/config'
import { runService } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { deployGateway } from './deploy.ts'

await runService({
  name: 'gateway',
  start: async () => {
    const { config, notices } = loadConfig(process.env, ['server', 'access', 'nats', 'clickhouse', 'answers'])
    const logger = createLogger({ service: 'gateway', level: config.server.logLevel })
    for (const notice of notices) logger.info(notice)
    return deployGateway(config, logger)
  },
})
