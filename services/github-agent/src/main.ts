import { loadConfig, withFileValues } from '@octometer/config'
import { runService } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { deployAgent } from './deploy.ts'

await runService({
  name: 'github-agent',
  start: async () => {
    const { config, notices } = loadConfig(withFileValues(process.env), [
      'server',
      'receiving',
      'github',
      'nats',
      'clickhouse',
    ])
    const logger = createLogger({ service: 'github-agent', level: config.server.logLevel })
    for (const notice of notices) logger.info(notice)
    return deployAgent(config, logger)
  },
})
