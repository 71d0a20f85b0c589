import type { Delivery } from '@octometer/event-contracts'
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

/** The twelve counters: one row per fact, keyed by what it is; and what operators did to them, beside the facts. */
export const countersProjection: Projection = {
  name: 'counters',
  version: 2,
  stream: 'EVENTS',
  handles: {
    deliveries: Object.keys(factReaders),
    commands: ['counter_set', 'counter_increment', 'counter_reset', 'counters_reset'],
    apiCalls: false,
  },
  tables: ['counter_facts', 'counter_conflicts', 'counter_baselines'],
  dependsOn: ['timezone', 'testCheckPattern', 'hotfixPattern'],
  generational: true,
  project({ message }, settings) {
    if (message.kind === 'command') return moveBaseline(message.command)
    return message.kind === 'delivery' ? countDelivery(message.delivery, settings) : ignored('not a delivery')
  },
}

function countDelivery(
  { event, payload, repository, receivedAt }: Delivery,
  settings: ProjectionSettings,
): Outcome {
  const facts = factReaders[event]?.(payload, settings) ?? []
  if (facts.length === 0) return ignored('nothing to count')
  if (repository === null) return ignored('no repository')
  const storable = facts.filter(({ at }) => isStorable(at))
  if (storable.length === 0) return ignored('time outside 1970–2105')
  const conflicts = storable.filter(({ counter }) => counter === 'conflicts')
  const counted = storable.filter(({ counter }) => counter !== 'conflicts')
  return projected({
    counter_facts: counted.map((fact) => factRow(repository.id, fact, receivedAt)),
    counter_conflicts: conflicts.map((fact) => conflictRow(repository.id, fact, receivedAt)),
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
