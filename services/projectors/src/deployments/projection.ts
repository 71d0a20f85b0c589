import type { Projection } from '@octometer/projector-runtime'
import { mergedRows } from '../merged-rows.ts'
import { readTold } from '../read-told.ts'
import { rowReaders } from './rows.ts'

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
  project: ({ message }, settings) =>
    readTold(message, 'tells nothing of a deployment', (repositoryId, events) =>
      mergedRows(
        events.map(({ event, payload }) => rowReaders[event]?.(payload, { repositoryId, ...settings })),
      ),
    ),
}
