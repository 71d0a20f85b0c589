import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  BackupError,
  type BackupReport,
  type RestoreReport,
  runStoreTask,
  type StoreTask,
  verifyBackup,
} from '@octometer/backup'
import type { Environment } from '@octometer/config'
import { connectStore, type MigrationPlan, migrationPlan } from '@octometer/read-store'
import { CREDENTIALS_FILE } from '../credentials.ts'
import { takeDataFolder } from '../data-folder.ts'
import { toldEndpoint } from '../endpoint-file.ts'
import { fileIfThere } from '../file-if-there.ts'
import { openStores } from './open-stores.ts'

/** Carries a task out on a data folder. Throws BackupError, or what the stores throw. */
export async function carryOut(
  task: StoreTask,
  env: Environment,
  dataDir: string,
): Promise<BackupReport | RestoreReport | MigrationPlan> {
  if (task.task === 'restore') await prepareRestore(task, dataDir)
  // What was sealed with its key opens with no other, so a backup has it, too.
  const credentials = await fileIfThere(join(dataDir, CREDENTIALS_FILE))
  if (credentials === null) {
    throw new BackupError('no_data', `there is no Octometer in ${dataDir}: name its data folder by --data`)
  }
  await using stores = await openStores(env, dataDir)
  if (task.task !== 'plan') return await runStoreTask(task, stores, { [CREDENTIALS_FILE]: credentials })
  await using store = connectStore(stores.clickhouse)
  return await migrationPlan(store)
}

type Restoring = Extract<StoreTask, { task: 'restore' }>

async function prepareRestore({ folder, part, replace }: Restoring, dataDir: string): Promise<void> {
  if ((await toldEndpoint(dataDir)) !== null) {
    throw new BackupError('services_running', `an Octometer runs on ${dataDir}: stop it, then restore`)
  }
  const { others } = await verifyBackup(folder)
  if (part === 'store' || !others.some(({ path }) => path === CREDENTIALS_FILE)) return
  const kept = await readFile(join(folder, CREDENTIALS_FILE))
  const own = await fileIfThere(join(dataDir, CREDENTIALS_FILE))
  if (own?.equals(kept)) return
  if (own !== null && !replace) {
    throw new BackupError(
      'target_not_empty',
      `${dataDir} has keys of its own, and what the backup sealed opens with those of the backup: --replace takes them`,
    )
  }
  await using _ = await takeDataFolder(dataDir)
  await copyFile(join(folder, CREDENTIALS_FILE), join(dataDir, CREDENTIALS_FILE))
}
