import type { MatrixReport } from './run-matrix.ts'

/** Everything that is not as it must be; empty when the matrix passed. */
export function failuresOf({ parts, comparisons }: MatrixReport): readonly string[] {
  const fallen = parts.flatMap(({ name, record }) =>
    record.fell.map((how) => `${name} ended by itself, with ${how}`),
  )
  const differing = comparisons.flatMap(({ what, wrong }) => wrong.map((each) => `${what}: ${each}`))
  return [...fallen, ...differing]
}
