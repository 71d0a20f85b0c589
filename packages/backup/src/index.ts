export { BackupError, type BackupErrorCode } from './errors.ts'
export {
  type RestoredPart,
  type RestoreOptions,
  type RestoreReport,
  restoreBackup,
  verifyBackup,
} from './restore-backup.ts'
export { readStoreTask, runStoreTask, type StoreTask } from './store-task.ts'
export { type BackupOptions, type BackupReport, type Stores, takeBackup } from './take-backup.ts'
