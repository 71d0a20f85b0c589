import { z } from 'zod'
import { githubTime, identifier, user } from './fields.ts'

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

const wholeDeployment = deploymentSchema.shape.deployment.extend({
  sha: z.string(),
  task: z.string().default('deploy'),
  creator: user.nullish(),
})

/** A deployment with what counters do not ask for. */
export const deploymentDetailSchema = deploymentSchema.extend({ deployment: wholeDeployment })

/** A status repeats its deployment. */
export const deploymentStatusSchema = z.object({
  deployment: wholeDeployment,
  deployment_status: z.object({
    id: identifier,
    state: z.string(),
    creator: user.nullish(),
    created_at: githubTime,
  }),
})

export type DeploymentPayload = z.output<typeof deploymentSchema>
export type DeploymentDetail = z.output<typeof wholeDeployment>
export type DeploymentStatusPayload = z.output<typeof deploymentStatusSchema>
