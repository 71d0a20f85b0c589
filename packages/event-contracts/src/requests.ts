import { z } from 'zod'

/** `requests.projectors.rebuild`: fill a new generation of one projection and put it in the live one's place. */
export const rebuildRequestSchema = z.object({ projection: z.string(), requested_by: z.string() })
export const rebuildAnswerSchema = z.object({
  projection: z.string(),
  generation: z.string(),
  state: z.enum(['started', 'running']),
})

export type RebuildRequest = z.output<typeof rebuildRequestSchema>
export type RebuildAnswer = z.output<typeof rebuildAnswerSchema>
