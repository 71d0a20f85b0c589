import { startAlerter } from '@octometer/alerter'
import { loadConfig } from '@octometer/config'
import { connectLog } from '@octometer/event-log'
import { connectStore } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'

// An alerter whose lease runs out soon: a test that kills one does not wait long for the other.
const { config } = loadConfig(process.env, ['server', 'alerts', 'nats', 'clickhouse'])
const logger = createLogger({ service: 'alerter', level: 'error' })
const log = await connectLog({ ...config.nats, name: 'alerter', logger })
const alerter = startAlerter({ config, log, store: connectStore(config.clickhouse), logger, leaseMs: 1500 })
let said = false
setInterval(() => {
  if (alerter.isLeading() && !said) process.stdout.write('leading\n')
  said ||= alerter.isLeading()
}, 20)
