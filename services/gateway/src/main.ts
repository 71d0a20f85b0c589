import { loadConfig, shownSettings, withFileValues } from '@octometer/config'
import { runService } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { deployGateway } from './deploy.ts'

await runService({
  name: 'gateway',
  start: async () => {
    const environment = withFileValues(process.env)
    const groups = ['server', 'access', 'nats', 'clickhouse', 'answers'] as const
    const { config, notices } = loadConfig(environment, groups)
    const logger = createLogger({ service: 'gateway', level: config.server.logLevel })
    for (const notice of notices) logger.info(notice)
    return deployGateway(config, logger, shownSettings(environment, groups))
  },
})
