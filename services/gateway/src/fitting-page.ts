/** One that was found for a page: it may have changed since and not fit any more. */
interface Candidate {
  readonly fits: boolean
}

const SPARE = 20
const LARGEST_LOT = 5000

/**
 * Up to `wanted` candidates that fit, in their order, asked for in growing lots: the first is nearly always enough.
 * `next` gives at most `limit` candidates after one, fewer only when there are no more.
 */
export async function collectFitting<T extends Candidate>(
  wanted: number,
  next: (after: T | null, limit: number) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const found: T[] = []
  let after: T | null = null
  let limit = wanted + SPARE
  while (found.length < wanted) {
    const lot: readonly T[] = await next(after, limit)
    found.push(...lot.filter(({ fits }) => fits))
    after = lot.at(-1) ?? null
    if (lot.length < limit) break
    limit = Math.min(LARGEST_LOT, limit * 4)
  }
  return found.slice(0, wanted)
}
