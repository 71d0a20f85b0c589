import { ignored, type Projection, projected } from '@octometer/projector-runtime'
import { rowReaders } from './rows.ts'

/** Pull requests as they are now, their reviews, and what happened to them. */
export const pullRequestsProjection: Projection = {
  name: 'pull-requests',
  version: 2,
  stream: 'EVENTS',
  handles: { deliveries: Object.keys(rowReaders), commands: [], apiCalls: false },
  tables: [
    'pull_requests',
    'pull_request_reviews',
    'pull_request_timeline',
    'pull_request_lives',
    'branch_moments',
  ],
  dependsOn: [],
  generational: true,
  project({ message }) {
    if (message.kind !== 'delivery') return ignored('not a delivery')
    const { delivery } = message
    if (delivery.repository === null) return ignored('no repository')
    const rows = rowReaders[delivery.event]?.(delivery, delivery.repository.id)
    return rows === undefined || rows === null ? ignored('tells nothing of a pull request') : projected(rows)
  },
}
