import type { CounterName } from '@octometer/gateway-api'
import type { CounterMove } from '@octometer/read-store'

/** What a week's commands make of one counter. */
export interface Baseline {
  readonly counter: CounterName
  /** Null: the counter over all repositories. */
  readonly repository_id: number | null
  /** Facts count from here on; null: from the week's beginning. */
  readonly from: Date | null
  readonly added: number
}

/** The baselines after some moves, given in their order: a set takes the place of all before it. */
export function baselinesOf(
  moves: readonly CounterMove[],
  counters: readonly CounterName[],
): readonly Baseline[] {
  const baselines = new Map<string, Baseline>()
  for (const { kind, counter: moved, repository_id, amount, issued_at } of moves) {
    for (const counter of moved === '' ? counters : counters.filter((name) => name === moved)) {
      const key = `${counter} ${repository_id}`
      const before = baselines.get(key)
      const isSet = kind === 'set'
      baselines.set(key, {
        counter,
        repository_id,
        from: isSet ? new Date(issued_at) : (before?.from ?? null),
        added: isSet ? amount : (before?.added ?? 0) + amount,
      })
    }
  }
  return [...baselines.values()]
}
