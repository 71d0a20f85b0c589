export type BackupErrorCode =
  | 'folder_not_empty'
  | 'no_backup'
  | 'no_data'
  | 'backup_broken'
  | 'backup_newer'
  | 'other_database'
  | 'cluster_unsupported'
  | 'target_not_empty'
  | 'services_running'
  | 'changed_meanwhile'

/** Why a backup is not taken, or not restored; nothing was changed. The message says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  readonly code: BackupErrorCode

  constructor(code: BackupErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
