/** How durations are spread, as queries give it. */
export interface SpreadRow {
  readonly mean: number | null
  /** Median, P75 and P90; null of no duration. */
  readonly quantiles: readonly (number | null)[] | null
}

/** The fields of a spread in an answer: seconds to the millisecond, for what is behind it is noise of a division. */
export function spreadOf(row: SpreadRow | undefined) {
  const [median = null, p75 = null, p90 = null] = row?.quantiles ?? []
  return {
    mean_seconds: toMilliseconds(row?.mean ?? null),
    median_seconds: toMilliseconds(median),
    p75_seconds: toMilliseconds(p75),
    p90_seconds: toMilliseconds(p90),
  }
}

function toMilliseconds(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1000) / 1000
}
