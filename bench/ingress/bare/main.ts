import { startBareServer } from './bare-server.ts'

const { OCTO_NATS_URL = '', OCTO_WEBHOOK_SECRETS = '' } = process.env
const url = await startBareServer(OCTO_NATS_URL, OCTO_WEBHOOK_SECRETS)
process.stdout.write(`listening on ${url}\n`)
process.once('SIGTERM', () => process.exit(0))
