import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { type BackupReport, type RestoreReport, restoreBackup, takeBackup } from '@octometer/backup'
import { loadConfig, withFileValues } from '@octometer/config'
import { connectLog } from '@octometer/event-log'
import { connectStore, type MigrationPlan, migrationPlan } from '@octometer/read-store'
import { createLogger } from '@octometer/telemetry'
import { CliError } from './cli-error.ts'
import { exitCodes } from './exit-code.ts'
import { localStandalones, type Places } from './server.ts'

export interface RestoreChoice {
  readonly folder: string
  readonly part: 'all' | 'log' | 'store'
  readonly replace: boolean
}

/** What can be done with both stores: of services, where the environment names them, else of the data folder of a standalone. */
export interface StoreKeeper {
  /** Where they are, for a person. */
  readonly place: string
  /** The key that what is sealed opens with is in the backup, too. */
  readonly keepsKeys: boolean
  backup(folder: string): Promise<BackupReport>
  restore(choice: RestoreChoice): Promise<RestoreReport>
  plan(): Promise<MigrationPlan>
}

const logger = createLogger({ service: 'octometer-cli', level: 'silent' })

export async function chooseStores(places: Places, data: string | undefined): Promise<StoreKeeper> {
  const { env } = places
  const named = data ?? env.OCTO_DATA_DIR
  if (!named && env.OCTO_CLICKHOUSE_URL) return ofServices(places)
  const [local] = named ? [] : await localStandalones(places)
  return ofFolder(places, named || local?.dataDir || join(places.project, '.octometer', 'data'))
}

function ofServices({ env }: Places): StoreKeeper {
  const { config } = loadConfig(withFileValues(env), ['nats', 'clickhouse'])
  const { nats, clickhouse } = config
  const connect = () => {
    if (!env.OCTO_NATS_URL && !env.OCTO_NATS_URL_FILE) {
      throw new CliError(
        'log_unknown',
        exitCodes.wrongUsage,
        'OCTO_CLICKHOUSE_URL names the database, and nothing names the log: set OCTO_NATS_URL, or name a data folder by --data',
      )
    }
    return connectLog({ ...nats, name: 'octometer-backup', logger })
  }
  return {
    place: new URL(clickhouse.url).host,
    keepsKeys: false,
    backup: async (folder) => {
      await using log = await connect()
      return await takeBackup({ log, clickhouse, folder, now: new Date() })
    },
    restore: async (choice) => {
      await using log = await connect()
      return await restoreBackup({ log, clickhouse, ...choice })
    },
    plan: async () => {
      await using store = connectStore(clickhouse)
      return await migrationPlan(store)
    },
  }
}

/** Its engine is standalone's own, so standalone does it. What it prints is what it was asked for. */
function ofFolder(places: Places, dataDir: string): StoreKeeper {
  const run = <T>(...args: readonly string[]) => runStandalone<T>(places, dataDir, args)
  return {
    place: dataDir,
    keepsKeys: true,
    backup: (folder) => run<BackupReport>('backup', resolve(places.cwd, folder)),
    restore: ({ folder, part, replace }) =>
      run<RestoreReport>(
        'restore',
        resolve(places.cwd, folder),
        ...(part === 'all' ? [] : ['--only', part]),
        ...(replace ? ['--replace'] : []),
      ),
    plan: () => run<MigrationPlan>('plan'),
  }
}

async function runStandalone<T>(
  { project, env, cwd }: Places,
  dataDir: string,
  args: readonly string[],
): Promise<T> {
  const main = join(project, 'services', 'standalone', 'src', 'stores', 'main.ts')
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...env, OCTO_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  if (code === 0) {
    const report: T = JSON.parse(out)
    return report
  }
  const said = errors.trim().split('\n').at(-1) ?? ''
  throw new CliError('stores_refused', exitCodes.conflict, said.replace(/^octometer failed: /, ''))
}
