import type { CounterName } from '@octometer/gateway-api'
import { countersSinceCuts } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'
import type { Baseline } from '../counters/baselines.ts'
import { readWindow } from '../counters/counter-window.ts'
import { counterRecord } from '../counters/get-counters.ts'
import { countersSinceReset } from '../counters/since-reset.ts'
import { readLive } from '../live-generation.ts'
import type { TimeRange } from '../range.ts'
import type { RepositoryScope } from '../repository-scope.ts'

/** The week's counters as operators moved them; closed pull requests with the merged ones, 0 where nothing is known. */
export async function monitorCounters(
  gateway: GatewayContext,
  scope: RepositoryScope,
): Promise<Record<CounterName, number>> {
  const week = readWindow('week', gateway.now(), gateway.timezone)
  const { values, baselines } = await countersSinceReset(gateway, 'week', week, scope)
  const moved = baselines.filter(({ counter }) => counter === 'pulls_closed' || counter === 'pulls_merged')
  const merged =
    moved.length === 0
      ? (values.get('pulls_merged') ?? 0)
      : await mergedSinceClosedWasSet(gateway, week, scope, moved)
  return counterRecord((name) => (values.get(name) ?? 0) + (name === 'pulls_closed' ? merged : 0))
}

/** A set of `pulls_closed` sets it as the seed counts it: the merges before it are in what was set. */
async function mergedSinceClosedWasSet(
  gateway: GatewayContext,
  { since, until }: TimeRange,
  { ids }: RepositoryScope,
  moved: readonly Baseline[],
): Promise<number> {
  if (since === null || until === null) throw new TypeError('a week has two ends')
  const cuts = moved.flatMap(({ counter, repository_id, from }) =>
    counter === 'pulls_closed' && from !== null ? [{ counter: 'pulls_merged', repository_id, from }] : [],
  )
  const rows = await readLive(gateway, 'counters', (generation) =>
    gateway.store.query(countersSinceCuts, { generation, since, until, repositories: ids, cuts }),
  )
  return rows.find(({ counter }) => counter === 'pulls_merged')?.value ?? 0
}
