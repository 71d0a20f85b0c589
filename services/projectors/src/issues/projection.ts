import type { Delivery, Snapshot } from '@octometer/event-contracts'
import {
  ignored,
  type Outcome,
  type Projection,
  projected,
  type RowsByTable,
} from '@octometer/projector-runtime'
import { commentRows } from './comment-rows.ts'
import { issueRows } from './issue-rows.ts'
import { snapshotRows } from './snapshot-rows.ts'

type RowReader = (delivery: Delivery, repositoryId: number) => RowsByTable | null

const rowReaders: Readonly<Record<string, RowReader>> = { issues: issueRows, issue_comment: commentRows }

/** Issues as they are now, with their severity, and what happened to them. */
export const issuesProjection: Projection = {
  name: 'issues',
  version: 2,
  stream: 'EVENTS',
  handles: {
    deliveries: Object.keys(rowReaders),
    commands: [],
    apiCalls: false,
    snapshots: ['issue'],
  },
  tables: ['issues', 'issue_timeline'],
  dependsOn: [],
  generational: true,
  project({ message }) {
    if (message.kind === 'snapshot') return readSnapshot(message.snapshot)
    return message.kind === 'delivery' ? readDelivery(message.delivery) : ignored('tells nothing of an issue')
  },
}

function readDelivery(delivery: Delivery): Outcome {
  if (delivery.repository === null) return ignored('no repository')
  const rows = rowReaders[delivery.event]?.(delivery, delivery.repository.id)
  return rows === undefined || rows === null ? ignored('tells nothing of an issue') : projected(rows)
}

function readSnapshot(snapshot: Snapshot): Outcome {
  const rows = snapshot.type === 'issue' ? snapshotRows(snapshot) : null
  return rows === null ? ignored('tells nothing of an issue') : projected(rows)
}
