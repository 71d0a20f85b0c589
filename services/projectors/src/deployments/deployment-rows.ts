import {
  type DeploymentDetail,
  type DeploymentStatusPayload,
  deploymentDetailSchema,
  deploymentStatusSchema,
} from '@octometer/event-contracts'
import type { RowsByTable } from '@octometer/projector-runtime'
import type { DeploymentRow } from '@octometer/read-store'
import { isHotfix } from '../hotfix.ts'
import { newestMark } from '../mark.ts'
import type { Told } from '../told-by-snapshot.ts'
import type { RowContext } from './rows.ts'

/** A state's code. Of one second the greater is the later: a deployment goes this way. A new state has none. */
const STATE: Readonly<Record<string, number>> = {
  waiting: 1,
  queued: 2,
  pending: 3,
  in_progress: 4,
  error: 5,
  failure: 6,
  success: 7,
  inactive: 8,
}
const MARK_BITS = 4

export function deploymentRows(payload: Told['payload'], context: RowContext): RowsByTable {
  const { deployment } = deploymentDetailSchema.parse(payload)
  return { deployments: [stateRow(deployment, null, context)] }
}

export function deploymentStatusRows(payload: Told['payload'], context: RowContext): RowsByTable {
  const { deployment, deployment_status: status } = deploymentStatusSchema.parse(payload)
  return {
    deployments: [stateRow(deployment, status, context)],
    deployment_statuses: [
      {
        repository_id: context.repositoryId,
        deployment_id: deployment.id,
        status_id: status.id,
        at: status.created_at,
        state: status.state,
        creator: status.creator?.login ?? null,
      },
    ],
  }
}

type Status = DeploymentStatusPayload['deployment_status']

function stateRow(deployment: DeploymentDetail, status: Status | null, context: RowContext): DeploymentRow {
  const { repositoryId, hotfixPattern } = context
  const at = (...states: readonly string[]) =>
    status !== null && states.includes(status.state) ? status.created_at : null
  return {
    created_at: deployment.created_at,
    repository_id: repositoryId,
    deployment_id: deployment.id,
    mark: markOf(deployment, status),
    environment: deployment.environment,
    production: isProduction(deployment) ? 1 : 0,
    ref: deployment.ref,
    sha: deployment.sha,
    task: deployment.task,
    creator: deployment.creator?.login ?? null,
    hotfix: isHotfix(hotfixPattern, [deployment.ref]) ? 1 : 0,
    started_at: at('in_progress'),
    succeeded_at: at('success'),
    failed_at: at('failure', 'error'),
  }
}

// A status that we do not know is listed and changes nothing: what it means is unknown.
function markOf({ created_at }: DeploymentDetail, status: Status | null): number {
  const code = status === null ? undefined : STATE[status.state]
  if (status === null || code === undefined) return newestMark(created_at, 0, MARK_BITS)
  return newestMark(status.created_at, code, MARK_BITS)
}

function isProduction({ environment, production_environment }: DeploymentDetail): boolean {
  return production_environment === true || /^prod(uction)?$/i.test(environment)
}
