import { ignored, type Projection, projected } from '@octometer/projector-runtime'
import { rowReaders } from './rows.ts'

/** Threads of comments on the code of pull requests, and when they were resolved. */
export const reviewThreadsProjection: Projection = {
  name: 'review-threads',
  version: 2,
  stream: 'EVENTS',
  handles: { deliveries: Object.keys(rowReaders), commands: [], apiCalls: false },
  tables: ['review_thread_comments', 'review_thread_turns'],
  dependsOn: [],
  generational: true,
  project({ message }) {
    if (message.kind !== 'delivery') return ignored('not a delivery')
    const { delivery } = message
    if (delivery.repository === null) return ignored('no repository')
    const rows = rowReaders[delivery.event]?.(delivery, delivery.repository.id)
    return rows === undefined || rows === null ? ignored('tells nothing of a thread') : projected(rows)
  },
}
