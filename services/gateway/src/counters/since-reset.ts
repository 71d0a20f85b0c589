import { counterNames } from '@octometer/gateway-api'
import { counterMoves, countersSinceCuts } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import type { TimeRange } from '../range.ts'
import type { RepositoryScope } from '../repository-scope.ts'
import { wrongParameter } from '../request-parameters.ts'
import { type Baseline, baselinesOf } from './baselines.ts'

export interface CountersSinceReset {
  readonly values: ReadonlyMap<string, number>
  readonly baselines: readonly Baseline[]
}

/**
 * The week's counters as operators moved them: facts since each one's last set or reset, and what was added. Throws a
 * 400 for another window: a baseline ends with its week.
 */
export async function countersSinceReset(
  gateway: GatewayContext,
  window: string,
  { since, until }: TimeRange,
  { ids }: RepositoryScope,
): Promise<CountersSinceReset> {
  const week = weekOf(window, { since, until }, ids)
  const baselines = await movedCounters(gateway, week)
  const cuts = baselines.flatMap(({ counter, repository_id, from }) =>
    from === null ? [] : [{ counter, repository_id, from }],
  )
  const values = new Map<string, number>()
  const add = (counter: string, value: number) => values.set(counter, (values.get(counter) ?? 0) + value)
  const counted = await readLive(gateway, 'counters', (generation) =>
    gateway.store.query(countersSinceCuts, { generation, ...week, cuts }),
  )
  for (const { counter, value } of counted) add(counter, value)
  for (const { counter, added } of baselines) add(counter, added)
  return { values, baselines }
}

interface MovedWeek {
  readonly since: Date
  readonly until: Date
  readonly repositories: RepositoryScope['ids']
}

/** Throws a 400 for another window than the week. */
export function weekOf(
  window: string,
  { since, until }: TimeRange,
  repositories: RepositoryScope['ids'],
): MovedWeek {
  if (window !== 'week' || since === null || until === null) {
    throw wrongParameter('since_reset', 'goes with window=week only: a baseline ends at the next Monday')
  }
  return { since, until, repositories }
}

export async function movedCounters(
  { store }: GatewayContext,
  week: MovedWeek,
): Promise<readonly Baseline[]> {
  return baselinesOf(await store.query(counterMoves, week), counterNames)
}

/** Baselines as they are answered. */
export function baselineFields(baselines: readonly Baseline[]) {
  return baselines.map(({ counter, repository_id, from, added }) => ({
    counter,
    repository_id,
    counts_from: from?.toISOString() ?? null,
    added,
  }))
}
