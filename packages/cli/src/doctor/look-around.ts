import { type ClickHouseConfig, ConfigError, loadConfig, type NatsConfig } from '@octometer/config'
import { checkDurability, connectLog, streamFill, streamNames } from '@octometer/event-log'
import { type DoctorCheck, logChecks, machineChecks, type Unreachable } from '@octometer/gateway-api'
import { connectStore, deadLettersByProjection, lazyTables, storeMachine } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import type { Places } from '../server.ts'

const logger = createLogger({ service: 'octometer-cli', level: 'silent' })

/**
 * What the gateway would tell, looked at from here: NATS and ClickHouse as the environment names them, which is how
 * services find them. Nothing of what it does not name.
 */
export async function lookAround({ env }: Places): Promise<readonly DoctorCheck[]> {
  try {
    const { config } = loadConfig(env, ['nats', 'clickhouse'])
    const looks = [
      ...(env.OCTO_NATS_URL ? [lookAtLog(config.nats).then(logChecks)] : []),
      ...(env.OCTO_CLICKHOUSE_URL ? [lookAtStore(config.clickhouse).then(machineChecks)] : []),
    ]
    return (await Promise.all(looks)).flat()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return [
      {
        name: 'configuration',
        status: 'fail',
        summary: error.message.split('\n').join(' '),
        advice: 'Correct it: no service starts with it. docs/configuration.md has every variable.',
      },
    ]
  }
}

async function lookAtLog(nats: NatsConfig): Promise<Parameters<typeof logChecks>[0]> {
  const streams = Object.values(streamNames)
  try {
    await using log = await connectLog({ ...nats, name: 'octometer doctor', logger })
    const [findings, fills] = await Promise.all([
      checkDurability(log, { streams, monitoringUrl: nats.monitoringUrl }),
      Promise.all(streams.map((stream) => streamFill(log, stream))),
    ])
    return { findings, streams: fills.flatMap((fill) => fill ?? []) }
  } catch (error) {
    return unreachable(error)
  }
}

async function lookAtStore(access: ClickHouseConfig): Promise<Parameters<typeof machineChecks>[0]> {
  try {
    await using store = connectStore({ ...access, querySeconds: 10 })
    const [[machine], lazy, deadLetters] = await Promise.all([
      store.query(storeMachine, {}),
      store.query(lazyTables, {}),
      store.query(deadLettersByProjection, {}),
    ])
    return {
      version: machine?.version ?? 'unknown',
      freeBytes: machine?.free_bytes ?? null,
      totalBytes: machine?.total_bytes ?? null,
      lazyTables: lazy.map(({ name }) => name),
      deadLetters,
    }
  } catch (error) {
    return unreachable(error)
  }
}

function unreachable(error: unknown): Unreachable {
  // Messages of these errors hold no secrets: they are written for logs.
  return { unreachable: error instanceof Error ? error.name : 'unknown' }
}
