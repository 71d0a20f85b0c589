import { z } from 'zod'
import { alertChannels } from './alert-rules.ts'

/** `requests.projectors.rebuild`: fill a new generation of one projection and put it in the live one's place. */
export const rebuildRequestSchema = z.object({ projection: z.string(), requested_by: z.string() })
export const rebuildAnswerSchema = z.object({
  projection: z.string(),
  generation: z.string(),
  state: z.enum(['started', 'running']),
})

export type RebuildRequest = z.output<typeof rebuildRequestSchema>
export type RebuildAnswer = z.output<typeof rebuildAnswerSchema>

/** `requests.alerter.test`: tells every channel that is configured that this is a test. */
export const alertTestRequestSchema = z.object({ requested_by: z.string() })
export const alertTestAnswerSchema = z.object({
  results: z.array(z.object({ channel: z.enum(alertChannels), sent: z.boolean(), detail: z.string() })),
})

export type AlertTestAnswer = z.output<typeof alertTestAnswerSchema>
