import { z } from 'zod'

/** How seconds are spread: the columns `<prefix>mean` and `<prefix>quantiles` of the values that fulfil a condition. */
export function spread(seconds: string, condition: string, prefix = ''): string {
  return `avgOrNullIf(${seconds}, ${condition}) AS ${prefix}mean,
    quantilesExactInclusiveOrNullIf(0.5, 0.75, 0.9)(${seconds}, ${condition}) AS ${prefix}quantiles`
}

/** Null of no value. */
export const mean = z.number().nullable()

/** Median, P75 and P90, interpolated between the two nearest values. */
export const quantiles = z.array(z.number().nullable()).nullable()
