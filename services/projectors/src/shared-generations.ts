import { type GenerationState, listGenerations, type Store } from '@octometer/read-store'

/** Tells the generations of every projection as ClickHouse had them a moment ago, newest first. */
export type ListGenerations = () => Promise<readonly GenerationState[]>

/**
 * For several projections of one process, each of which looks regularly: who asks within `keepMs` of the last look gets
 * what that one found. A look that failed is not kept.
 */
export function sharedGenerations(
  store: Store,
  keepMs: number,
  list: (store: Store) => Promise<readonly GenerationState[]> = listGenerations,
): ListGenerations {
  let last: { readonly at: number; readonly found: Promise<readonly GenerationState[]> } | null = null
  return () => {
    if (last !== null && performance.now() - last.at < keepMs) return last.found
    const look = { at: performance.now(), found: list(store) }
    last = look
    look.found.catch(() => {
      if (last === look) last = null
    })
    return look.found
  }
}
