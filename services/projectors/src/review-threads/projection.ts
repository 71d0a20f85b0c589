import type { Snapshot } from '@octometer/event-contracts'
import { ignored, type Outcome, type Projection, projected } from '@octometer/projector-runtime'
import { lookOf } from '../look.ts'
import { mergedRows } from '../merged-rows.ts'
import { toldBySnapshot } from '../told-by-snapshot.ts'
import { commentRows, rowReaders } from './rows.ts'

/** Threads of comments on the code of pull requests, and when they were resolved. */
export const reviewThreadsProjection: Projection = {
  name: 'review-threads',
  version: 4,
  stream: 'EVENTS',
  handles: {
    deliveries: Object.keys(rowReaders),
    commands: [],
    apiCalls: false,
    snapshots: ['pull_request'],
  },
  tables: ['review_thread_comments', 'review_thread_turns'],
  dependsOn: [],
  generational: true,
  project({ message }) {
    if (message.kind === 'snapshot') return readSnapshot(message.snapshot)
    if (message.kind !== 'delivery') return ignored('tells nothing of a thread')
    const { delivery } = message
    if (delivery.repository === null) return ignored('no repository')
    const rows = rowReaders[delivery.event]?.(delivery, delivery.repository.id)
    return rows === undefined || rows === null ? ignored('tells nothing of a thread') : projected(rows)
  },
}

/** Its comments; when a thread was resolved GitHub's objects do not say. */
function readSnapshot(snapshot: Snapshot): Outcome {
  if (snapshot.type !== 'pull_request') return ignored('tells nothing of a thread')
  const comments = toldBySnapshot(snapshot).filter(({ event }) => event === 'pull_request_review_comment')
  const { takenAt: receivedAt } = lookOf(snapshot)
  const rows = mergedRows(
    comments.map(({ payload }) => commentRows({ payload, receivedAt }, snapshot.repository_id)),
  )
  return rows === null ? ignored('tells nothing of a thread') : projected(rows)
}
