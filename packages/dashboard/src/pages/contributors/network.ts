import type { Entry } from '../../api/operations.ts'
import type { MatrixSide } from '../../pieces/matrix.tsx'

type Pair = Pick<Entry<'listReviewPairs'>, 'reviewer' | 'author' | 'reviews'>

/** Whose account GitHub no longer tells. */
export const NOBODY = 'unknown'

interface Network {
  readonly reviewers: readonly MatrixSide[]
  readonly authors: readonly MatrixSide[]
  readonly reviewsOf: (reviewer: string, author: string) => number
}

/** Pairs as a network: those who review most, and those who are reviewed most, come first. */
export function networkOf(pairs: readonly Pair[]): Network {
  const cells = new Map(pairs.map((pair) => [keyOf(pair.reviewer, pair.author ?? NOBODY), pair.reviews]))
  return {
    reviewers: sidesOf(pairs, ({ reviewer }) => reviewer),
    authors: sidesOf(pairs, ({ author }) => author ?? NOBODY),
    reviewsOf: (reviewer, author) => cells.get(keyOf(reviewer, author)) ?? 0,
  }
}

const keyOf = (reviewer: string, author: string) => `${reviewer}\n${author}`

function sidesOf(pairs: readonly Pair[], nameOf: (pair: Pair) => string): readonly MatrixSide[] {
  const totals = new Map<string, number>()
  for (const pair of pairs) totals.set(nameOf(pair), (totals.get(nameOf(pair)) ?? 0) + pair.reviews)
  return [...totals]
    .map(([name, total]) => ({ name, total }))
    .toSorted((left, right) => right.total - left.total || (left.name < right.name ? -1 : 1))
}
