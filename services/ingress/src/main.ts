import { loadConfig, withFileValues } from '@octometer/config'
import { runService } from '@octometer/service-kit'
import { createLogger } from '@octometer/telemetry'
import { deployIngress } from './deploy.ts'

await runService({
  name: 'ingress',
  start: async () => {
    const groups = ['server', 'receiving', 'access', 'nats'] as const
    // Deliveries are signed; only reports of API calls need a key, and say so when there is none.
    const { config, notices } = loadConfig(withFileValues(process.env), groups, { mayBeClosed: true })
    const logger = createLogger({ service: 'ingress', level: config.server.logLevel })
    for (const notice of notices) logger.info(notice)
    return deployIngress(config, logger)
  },
})
