import type { Snapshot } from '@octometer/event-contracts'
import { ignored, type Outcome, type Projection, projected } from '@octometer/projector-runtime'
import { isStorable } from '../fact-time.ts'
import { rowReaders } from './rows.ts'
import { snapshotRows } from './snapshot-rows.ts'

/** Pull requests as they are now, their reviews, and what happened to them. */
export const pullRequestsProjection: Projection = {
  name: 'pull-requests',
  version: 3,
  stream: 'EVENTS',
  handles: {
    deliveries: Object.keys(rowReaders),
    commands: [],
    apiCalls: false,
    snapshots: ['pull_request'],
  },
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
    if (message.kind === 'snapshot') return readSnapshot(message.snapshot)
    if (message.kind !== 'delivery') return ignored('tells nothing of a pull request')
    const { delivery } = message
    if (delivery.repository === null) return ignored('no repository')
    const rows = rowReaders[delivery.event]?.(delivery, delivery.repository.id)
    return rows === undefined || rows === null ? ignored('tells nothing of a pull request') : projected(rows)
  },
}

function readSnapshot(snapshot: Snapshot): Outcome {
  if (snapshot.type !== 'pull_request') return ignored('tells nothing of a pull request')
  if (!isStorable(new Date(snapshot.taken_at))) return ignored('time outside 1970–2105')
  return projected(snapshotRows(snapshot))
}
