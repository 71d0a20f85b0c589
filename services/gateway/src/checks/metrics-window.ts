import { clamp, readRange } from '../range.ts'

const WINDOW_MS = 30 * 86_400_000

export interface MetricsWindow {
  readonly since: Date
  readonly until: Date | null
}

/** Without `since` the 30 days before the end. Throws a 400 for a range that ends before it begins. */
export function metricsWindow(
  given: { readonly since?: string | undefined; readonly until?: string | undefined },
  now: Date,
): MetricsWindow {
  const { since, until } = readRange(given)
  return { since: since ?? clamp(new Date((until ?? now).getTime() - WINDOW_MS)), until }
}
