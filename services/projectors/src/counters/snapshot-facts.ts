import type { CheckSuiteSnapshot, Snapshot } from '@octometer/event-contracts'
import type { ProjectionSettings } from '@octometer/projector-runtime'
import { toldBySnapshot } from '../told-by-snapshot.ts'
import type { Fact } from './fact.ts'
import { factReaders } from './facts.ts'

/** The facts that a snapshot shows, by the keys and times that deliveries give them. Throws the schema's error. */
export function snapshotFacts(snapshot: Snapshot, settings: ProjectionSettings): readonly Fact[] {
  const earlier = snapshot.type === 'check_suite' ? earlierFailure(snapshot, settings) : []
  const facts = toldBySnapshot(snapshot).flatMap(
    ({ event, payload }) => factReaders[event]?.(payload, settings) ?? [],
  )
  return distinct([...facts, ...earlier])
}

/**
 * A suite that passed after it was run again has failed before: a run of it that failed was followed by another of its
 * name. Its own conclusion tells the last attempt alone.
 */
function earlierFailure(
  { check_suite, check_runs }: CheckSuiteSnapshot,
  settings: ProjectionSettings,
): readonly Fact[] {
  const runs = check_runs ?? []
  const failed = runs.find(
    ({ id, name, conclusion }) =>
      (conclusion === 'failure' || conclusion === 'timed_out') &&
      runs.some((later) => later.name === name && later.id > id),
  )
  if (failed === undefined) return []
  const payload = { action: 'completed', check_suite: { ...check_suite, conclusion: failed.conclusion } }
  return factReaders.check_suite?.(payload, settings) ?? []
}

function distinct(facts: readonly Fact[]): readonly Fact[] {
  return [...new Map(facts.map((fact) => [`${fact.counter}:${fact.key}`, fact])).values()]
}
