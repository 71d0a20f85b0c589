/** The value below which the fraction `q` of the sorted values lies (nearest rank). NaN for none. */
function quantile(sorted: ArrayLike<number>, q: number): number {
  const rank = Math.max(1, Math.ceil(q * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}

export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** How values are spread, rounded to `digits` decimals. */
export function spreadOf(values: readonly number[], digits = 1): Spread {
  const sorted = Float64Array.from(values).sort()
  const at = (q: number) => round(quantile(sorted, q), digits)
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) }
}

/** The middle value; of an even number of them the mean of the middle two. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}

export function round(value: number, digits: number): number {
  const factor = 10 ** digits
  return Math.round(value * factor) / factor
}

/** `12,345.6`, or `–` for what is not known. */
export function number(value: number | null, digits = 0): string {
  if (value === null || Number.isNaN(value)) return '–'
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
