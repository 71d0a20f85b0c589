import {
  type Delivery,
  githubTime,
  repositoryInSchema,
  repositorySeenAt,
  type Snapshot,
  type TotalsSnapshot,
} from '@octometer/event-contracts'
import {
  ignored,
  type Outcome,
  type Projection,
  type ProjectionSettings,
  projected,
} from '@octometer/projector-runtime'
import type { RepositoryTotalRow } from '@octometer/read-store'
import { isStorable } from '../fact-time.ts'
import { toldBySnapshot } from '../told-by-snapshot.ts'
import { checkedRows, measuredRows, observedRows } from './rows.ts'

/** Repositories as they are and were on each day, from every payload that shows one. */
export const repositoriesProjection: Projection = {
  name: 'repositories',
  version: 2,
  stream: 'EVENTS',
  handles: {
    deliveries: 'all',
    commands: [],
    apiCalls: false,
    snapshots: ['repository', 'totals', 'check_suite', 'workflow_run', 'commit_status'],
  },
  tables: ['repository_days', 'repository_totals'],
  dependsOn: ['timezone', 'testCheckPattern'],
  generational: true,
  project({ message }, settings) {
    if (message.kind === 'delivery') return readDelivery(message.delivery, settings)
    return message.kind === 'snapshot'
      ? readSnapshot(message.snapshot, settings)
      : ignored('tells nothing of a repository')
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

function readSnapshot(snapshot: Snapshot, settings: ProjectionSettings): Outcome {
  const takenAt = new Date(snapshot.taken_at)
  if (!isStorable(takenAt)) return ignored('time outside 1970–2105')
  switch (snapshot.type) {
    case 'repository':
      return projected({ repository_days: measuredRows(snapshot, takenAt, settings.timezone) })
    case 'totals':
      return projected({ repository_totals: totalRows(snapshot, takenAt) })
    default:
      return readChecks(snapshot, settings)
  }
}

function totalRows({ repository_id, totals }: TotalsSnapshot, taken_at: Date): readonly RepositoryTotalRow[] {
  return Object.entries(totals).flatMap(([kind, count]) =>
    count === undefined ? [] : [{ repository_id, kind, told: { taken_at, count } }],
  )
}

function readChecks(snapshot: Snapshot, settings: ProjectionSettings): Outcome {
  const checkedAt = newestOf(timesOf(snapshot))
  if (checkedAt === null || !('repository_id' in snapshot)) return ignored('tells nothing of a repository')
  const checks = toldBySnapshot(snapshot)
  return projected({ repository_days: checkedRows(snapshot.repository_id, checks, checkedAt, settings) })
}

function timesOf(snapshot: Snapshot): readonly (string | number)[] {
  if (snapshot.type === 'check_suite') return [snapshot.check_suite.updated_at]
  if (snapshot.type === 'workflow_run') return [snapshot.workflow_run.updated_at]
  return snapshot.type === 'commit_status' ? snapshot.statuses.map(({ created_at }) => created_at) : []
}

function newestOf(times: readonly (string | number)[]): Date | null {
  const known = times.map((time) => githubTime.parse(time)).filter(isStorable)
  return known.length === 0 ? null : new Date(Math.max(...known.map(Number)))
}
