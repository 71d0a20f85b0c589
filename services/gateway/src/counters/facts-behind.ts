import { counterNames } from '@octometer/gateway-api'
import { type EvidencePart, movesBehind } from '@octometer/read-store'
import type { GatewayContext } from '../context.ts'
import { readLive } from '../live-generation.ts'
import { type Behind, messagesOf } from '../proof/behind.ts'
import type { TimeRange } from '../range.ts'
import type { RepositoryScope } from '../repository-scope.ts'
import { movedCounters, weekOf } from './since-reset.ts'

type Among = Omit<EvidencePart, 'of'>

/** The facts of a range, of these counters; null: of all of them. */
export function factsBehind(
  gateway: GatewayContext,
  among: Among,
  counters: readonly string[] | null,
): Promise<EvidencePart> {
  return readLive(gateway, 'counters', async (generation) => ({
    ...among,
    of: { kind: 'counters', generation, counters },
  }))
}

/** The week's facts since each counter's last set or reset, and the commands that moved counters. */
export async function factsSinceReset(
  gateway: GatewayContext,
  window: string,
  range: TimeRange,
  ids: RepositoryScope['ids'],
): Promise<Behind> {
  const week = weekOf(window, range, ids)
  const [baselines, moves] = await Promise.all([
    movedCounters(gateway, week),
    gateway.store.query(movesBehind, week),
  ])
  const cuts = baselines.flatMap(({ counter, repository_id, from }) =>
    from === null ? [] : [{ counter, repository_id, since: from }],
  )
  const cutOf = Map.groupBy(cuts, ({ counter }) => counter)
  const whole = counterNames.filter((counter) => !cutOf.has(counter))
  const parts = [
    factsBehind(gateway, week, whole),
    ...cuts.map(({ counter, repository_id, since }) =>
      factsBehind(gateway, { ...week, since, repositories: repository_id === null ? ids : [repository_id] }, [
        counter,
      ]),
    ),
    ...[...cutOf].flatMap(([counter, its]) => {
      const rest = ids?.filter((id) => !its.some(({ repository_id }) => repository_id === id)) ?? []
      return rest.length === 0 ? [] : [factsBehind(gateway, { ...week, repositories: rest }, [counter])]
    }),
  ]
  return { deliveries: await Promise.all(parts), elsewhere: messagesOf('commands', moves) }
}
