import { z } from 'zod'

/** From the timeline; null: not asked, and then only the last one is known, while it is closed. */
export const closings = z
  .array(z.object({ closed_at: z.iso.datetime({ offset: true }) }))
  .max(1000)
  .nullable()
