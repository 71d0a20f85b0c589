/**
 * How unevenly values are spread, from 0 (alike) to (n − 1) / n (one has all):
 * 2·Σ i·xᵢ / (n·Σ x) − (n + 1) / n over the values in ascending order. Null without values, or when all are 0.
 */
export function gini(values: readonly number[]): number | null {
  const ascending = values.toSorted((left, right) => left - right)
  const total = ascending.reduce((sum, value) => sum + value, 0)
  const count = ascending.length
  if (count === 0 || total === 0) return null
  const weighted = ascending.reduce((sum, value, index) => sum + (index + 1) * value, 0)
  return Math.round(((2 * weighted) / (count * total) - (count + 1) / count) * 1000) / 1000
}
