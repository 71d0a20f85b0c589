import { z } from 'zod'

/** How durations are spread. Quantiles are interpolated between the two nearest durations. */
export const spreadFields = {
  mean_seconds: z.number().nullable(),
  median_seconds: z.number().nullable(),
  p75_seconds: z.number().nullable(),
  p90_seconds: z.number().nullable(),
}
