import { type BackupReport, type RestoreReport, runStoreTask, type StoreTask } from '@octometer/backup'
import type { Config } from '@octometer/config'
import { connectLog } from '@octometer/event-log'
import { connectStore, ensureDatabase, type MigrationPlan, migrationPlan } from '@octometer/read-store'
import type { Logger } from '@octometer/telemetry'

/** Carries a task out on the stores of services. Throws BackupError, or what the stores throw. */
export async function carryOut(
  task: StoreTask,
  { nats, clickhouse }: Pick<Config, 'nats' | 'clickhouse'>,
  logger: Logger,
): Promise<BackupReport | RestoreReport | MigrationPlan> {
  if (task.task === 'plan') {
    await using store = connectStore(clickhouse)
    return await migrationPlan(store)
  }
  await ensureDatabase(clickhouse)
  await using log = await connectLog({ ...nats, name: 'octometer-backup', logger })
  return await runStoreTask(task, { log, clickhouse }, {})
}
