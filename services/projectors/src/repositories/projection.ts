import {
  type Delivery,
  type RepositorySnapshot,
  repositoryInSchema,
  repositorySeenAt,
} from '@octometer/event-contracts'
import {
  ignored,
  type Outcome,
  type Projection,
  type ProjectionSettings,
  projected,
} from '@octometer/projector-runtime'
import { isStorable } from '../fact-time.ts'
import { measuredRows, observedRows } from './rows.ts'

/** Repositories as they are and were on each day, from every payload that shows one. */
export const repositoriesProjection: Projection = {
  name: 'repositories',
  version: 1,
  stream: 'EVENTS',
  handles: { deliveries: 'all', commands: [], apiCalls: false, snapshots: ['repository'] },
  tables: ['repository_days'],
  dependsOn: ['timezone', 'testCheckPattern'],
  generational: true,
  project({ message }, settings) {
    if (message.kind === 'delivery') return readDelivery(message.delivery, settings)
    if (message.kind === 'snapshot' && message.snapshot.type === 'repository')
      return readSnapshot(message.snapshot, settings)
    return ignored('tells nothing of a repository')
  },
}

function readDelivery(delivery: Delivery, settings: ProjectionSettings): Outcome {
  if (delivery.repository === null) return ignored('no repository')
  const { repository } = repositoryInSchema.parse(delivery.payload)
  const seenAt = repositorySeenAt(delivery.payload, repository)
  if (seenAt === null) return ignored('nothing in it has a time')
  if (!isStorable(seenAt)) return ignored('time outside 1970–2105')
  return projected({ repository_days: observedRows(delivery, repository, seenAt, settings) })
}

function readSnapshot(snapshot: RepositorySnapshot, { timezone }: ProjectionSettings): Outcome {
  const takenAt = new Date(snapshot.taken_at)
  if (!isStorable(takenAt)) return ignored('time outside 1970–2105')
  return projected({ repository_days: measuredRows(snapshot, takenAt, timezone) })
}
