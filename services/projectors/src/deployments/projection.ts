import { ignored, type Outcome, type Projection, projected } from '@octometer/projector-runtime'
import { mergedRows } from '../merged-rows.ts'
import { type Told, toldBySnapshot } from '../told-by-snapshot.ts'
import { type RowContext, rowReaders } from './rows.ts'

/** Deployments and how they went, releases, and the merges and pushes that lead times are counted from. */
export const deploymentsProjection: Projection = {
  name: 'deployments',
  version: 2,
  stream: 'EVENTS',
  handles: {
    deliveries: Object.keys(rowReaders),
    commands: [],
    apiCalls: false,
    snapshots: ['pull_request', 'deployment', 'release'],
  },
  tables: ['deployments', 'deployment_statuses', 'releases', 'merged_changes', 'default_branch_pushes'],
  dependsOn: ['hotfixPattern'],
  generational: true,
  project({ message }, settings) {
    if (message.kind === 'delivery') {
      const { repository } = message.delivery
      if (repository === null) return ignored('no repository')
      return readAll([message.delivery], { repositoryId: repository.id, ...settings })
    }
    if (message.kind !== 'snapshot' || !('repository_id' in message.snapshot))
      return ignored('tells nothing of a deployment')
    const { repository_id: repositoryId } = message.snapshot
    return readAll(toldBySnapshot(message.snapshot), { repositoryId, ...settings })
  },
}

function readAll(events: readonly Told[], context: RowContext): Outcome {
  const rows = mergedRows(events.map(({ event, payload }) => rowReaders[event]?.(payload, context)))
  return rows === null ? ignored('tells nothing of a deployment') : projected(rows)
}
