import { parseArgs } from 'node:util'
import { type RestoredPart, type RestoreReport, restoreBackup } from './restore-backup.ts'
import { type BackupReport, type Stores, takeBackup } from './take-backup.ts'

/** What a process that is started for it does with both stores. */
export type StoreTask =
  | { readonly task: 'plan' }
  | { readonly task: 'backup'; readonly folder: string }
  | {
      readonly task: 'restore'
      readonly folder: string
      readonly part: RestoredPart
      readonly replace: boolean
    }

/** `plan`, `backup <folder>` or `restore <folder> [--only log|store] [--replace]`. Throws StoreTaskError for anything else. */
export function readStoreTask(args: readonly string[]): StoreTask {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { only: { type: 'string', default: 'all' }, replace: { type: 'boolean', default: false } },
  })
  const [task = '', folder = ''] = positionals
  if (task === 'plan') return { task }
  if (folder !== '' && task === 'backup') return { task, folder }
  const { only: part, replace } = values
  if (folder !== '' && task === 'restore' && isPart(part)) return { task, folder, part, replace }
  throw new StoreTaskError(
    `${args.join(' ')} is nothing that can be done: say plan, backup <folder> or restore <folder> [--only log|store] [--replace]`,
  )
}

class StoreTaskError extends Error {
  override readonly name = 'StoreTaskError'
  readonly code = 'wrong_task'
}

function isPart(text: string): text is RestoredPart {
  return text === 'all' || text === 'log' || text === 'store'
}

export async function runStoreTask(
  task: Exclude<StoreTask, { task: 'plan' }>,
  stores: Stores,
  others: Readonly<Record<string, Uint8Array>>,
): Promise<BackupReport | RestoreReport> {
  if (task.task === 'backup') return takeBackup({ ...stores, folder: task.folder, now: new Date(), others })
  return restoreBackup({ ...stores, ...task })
}
