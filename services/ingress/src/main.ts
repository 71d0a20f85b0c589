import { loadConfig } from '@octometer/config'
import { runService } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { deployIngress } from './deploy.ts'

await runService({
  name: 'ingress',
  start: async () => {
    const { config, notices } = loadConfig(process.env, ['server', 'receiving', 'access', 'nats'])
    const logger = createLogger({ service: 'ingress', level: config.server.logLevel })
    for (const notice of notices) logger.info(notice)
    return deployIngress(config, logger)
  },
})
