import type { Delivery, Snapshot } from '@octometer/event-contracts'
import {
  ignored,
  type Outcome,
  type Projection,
  type ProjectionSettings,
  projected,
} from '@octometer/projector-runtime'
import type { CounterConflictRow, CounterFactRow } from '@octometer/read-store'
import { isStorable, periodStart } from '../fact-time.ts'
import { moveBaseline } from './baseline.ts'
import type { Fact } from './fact.ts'
import { factReaders } from './facts.ts'
import { snapshotFacts } from './snapshot-facts.ts'

/** The twelve counters: one row per fact, keyed by what it is; and what operators did to them, beside the facts. */
export const countersProjection: Projection = {
  name: 'counters',
  version: 3,
  stream: 'EVENTS',
  handles: {
    deliveries: Object.keys(factReaders),
    commands: ['counter_set', 'counter_increment', 'counter_reset', 'counters_reset'],
    apiCalls: false,
    snapshots: ['pull_request', 'issue', 'commits', 'check_suite', 'deployment'],
  },
  tables: ['counter_facts', 'counter_conflicts', 'counter_baselines'],
  dependsOn: ['timezone', 'testCheckPattern', 'hotfixPattern'],
  generational: true,
  project({ message }, settings) {
    if (message.kind === 'command') return moveBaseline(message.command)
    if (message.kind === 'snapshot') return countSnapshot(message.snapshot, settings)
    return message.kind === 'delivery'
      ? countDelivery(message.delivery, settings)
      : ignored('nothing that is counted')
  },
}

function countDelivery(
  { event, payload, repository, receivedAt }: Delivery,
  settings: ProjectionSettings,
): Outcome {
  const facts = factReaders[event]?.(payload, settings) ?? []
  if (facts.length > 0 && repository === null) return ignored('no repository')
  return counted(facts, { repositoryId: repository?.id ?? 0, receivedAt })
}

function countSnapshot(snapshot: Snapshot, settings: ProjectionSettings): Outcome {
  if (!('repository_id' in snapshot)) return ignored('no repository')
  const takenAt = new Date(snapshot.taken_at)
  if (!isStorable(takenAt)) return ignored('time outside 1970–2105')
  return counted(snapshotFacts(snapshot, settings), {
    repositoryId: snapshot.repository_id,
    receivedAt: takenAt,
  })
}

interface Source {
  readonly repositoryId: number
  /** Of a snapshot, when it was taken. */
  readonly receivedAt: Date
}

function counted(facts: readonly Fact[], { repositoryId, receivedAt }: Source): Outcome {
  if (facts.length === 0) return ignored('nothing to count')
  const storable = facts.filter(({ at }) => isStorable(at))
  if (storable.length === 0) return ignored('time outside 1970–2105')
  const conflicts = storable.filter(({ counter }) => counter === 'conflicts')
  const others = storable.filter(({ counter }) => counter !== 'conflicts')
  return projected({
    counter_facts: others.map((fact) => factRow(repositoryId, fact, receivedAt)),
    counter_conflicts: conflicts.map((fact) => conflictRow(repositoryId, fact, receivedAt)),
  })
}

function factRow(repositoryId: number, { counter, key, at }: Fact, receivedAt: Date): CounterFactRow {
  return {
    counter,
    repository_id: repositoryId,
    quarter: periodStart(at, 15),
    at,
    key,
    last_received_at: receivedAt,
  }
}

// First seen when somebody looks: each look has another time, and the earliest counts.
function conflictRow(repositoryId: number, { key, at }: Fact, receivedAt: Date): CounterConflictRow {
  return { repository_id: repositoryId, key, at, last_received_at: receivedAt }
}
