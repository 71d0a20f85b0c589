import { z } from 'zod'
import { githubTime, identifier } from './fields.ts'

export const deploymentSchema = z.object({
  action: z.string(),
  deployment: z.object({
    id: identifier,
    ref: z.string(),
    environment: z.string(),
    production_environment: z.boolean().nullish(),
    created_at: githubTime,
  }),
})

export type DeploymentPayload = z.output<typeof deploymentSchema>
