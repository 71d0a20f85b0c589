import { ignored, type Projection, projected } from '@octometer/projector-runtime'
import { rowReaders } from './rows.ts'

/** Deployments and how they went, releases, and the merges and pushes that lead times are counted from. */
export const deploymentsProjection: Projection = {
  name: 'deployments',
  version: 1,
  stream: 'EVENTS',
  handles: { deliveries: Object.keys(rowReaders), commands: [], apiCalls: false },
  tables: ['deployments', 'deployment_statuses', 'releases', 'merged_changes', 'default_branch_pushes'],
  dependsOn: ['hotfixPattern'],
  generational: true,
  project({ message }, settings) {
    if (message.kind !== 'delivery') return ignored('not a delivery')
    const { event, payload, repository } = message.delivery
    if (repository === null) return ignored('no repository')
    const rows = rowReaders[event]?.(payload, { repositoryId: repository.id, ...settings })
    return rows === undefined || rows === null ? ignored('tells nothing of a deployment') : projected(rows)
  },
}
