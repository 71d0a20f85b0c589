import type { RowsByTable } from '@octometer/projector-runtime'
import type { Told } from '../told-by-snapshot.ts'
import { mergeRows, pushRows } from './change-rows.ts'
import { deploymentRows, deploymentStatusRows } from './deployment-rows.ts'
import { releaseRows } from './release-rows.ts'

/** What rows depend on beside the payload. */
export interface RowContext {
  readonly repositoryId: number
  readonly hotfixPattern: RegExp
}

export type RowReader = (payload: Told['payload'], context: RowContext) => RowsByTable | null

/** By event name: the rows that a payload gives; null where it tells nothing. Throws the schema's error. */
export const rowReaders: Readonly<Record<string, RowReader>> = {
  deployment: deploymentRows,
  deployment_status: deploymentStatusRows,
  release: releaseRows,
  pull_request: mergeRows,
  push: pushRows,
}
