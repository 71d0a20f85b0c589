/** Mean and percentiles in the unit of the values; null where there are none. */
export interface Statistics {
  readonly count: number
  readonly mean: number | null
  readonly p50: number | null
  readonly p75: number | null
  readonly p90: number | null
}

export function statisticsOf(values: readonly number[]): Statistics {
  const sorted = [...values].sort((a, b) => a - b)
  const count = sorted.length
  const mean = count === 0 ? null : sorted.reduce((sum, value) => sum + value, 0) / count
  const [p50 = null, p75 = null, p90 = null] = [0.5, 0.75, 0.9].map((level) => percentile(sorted, level))
  return { count, mean: mean === null ? null : round(mean), p50, p75, p90 }
}

/** Interpolated between two values, as ClickHouse's quantileExactInclusive does: the median of 1 and 3 is 2. */
function percentile(sorted: readonly number[], level: number): number | null {
  const place = (sorted.length - 1) * level
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  if (below === undefined || above === undefined) return null
  return round(below + (above - below) * (place - Math.floor(place)))
}

/** To thousandths. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
