import { createLogger } from '@octometer/telemetry'
import { startEmbeddedClickHouse } from './embedded-clickhouse.ts'

function variable(name: string, fallback = ''): string {
  const value = process.env[name] || fallback
  if (value) return value
  throw new Error(`${name} is not set; it must be a text that is not empty`)
}

function port(name: string): number {
  const value = variable(name, '0')
  if (/^\d{1,5}$/.test(value) && Number(value) < 65_536) return Number(value)
  throw new Error(`${name} is '${value}'; it must be a port, 0 to 65535`)
}

const level = variable('OCTO_LOG_LEVEL', 'info')
const server = await startEmbeddedClickHouse({
  dataDir: variable('OCTO_DATA_DIR'),
  host: variable('OCTO_HTTP_HOST', '127.0.0.1'),
  port: port('OCTO_CLICKHOUSE_PORT'),
  database: variable('OCTO_CLICKHOUSE_DATABASE', 'octometer'),
  writer: { user: variable('OCTO_CLICKHOUSE_USER'), password: variable('OCTO_CLICKHOUSE_PASSWORD') },
  logger: createLogger({
    service: 'embedded-clickhouse',
    level: level === 'debug' || level === 'warn' || level === 'error' ? level : 'info',
    destination: 'stderr',
  }),
})
process.stdout.write(`listening on ${server.url}\n`)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.stop())
