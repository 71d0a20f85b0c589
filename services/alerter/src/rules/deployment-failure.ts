import { githubTime } from '@octometer/event-contracts'
import { z } from 'zod'
import type { EventRule } from './event-rule.ts'

const schema = z.object({
  deployment_status: z.object({
    state: z.string(),
    created_at: githubTime,
    target_url: z.string().nullish(),
    log_url: z.string().nullish(),
  }),
  deployment: z.object({
    id: z.int(),
    ref: z.string(),
    environment: z.string(),
    production_environment: z.boolean().nullish(),
    created_at: githubTime,
  }),
})

const KINDS: Readonly<Record<string, 'raised' | 'recovered'>> = {
  failure: 'raised',
  error: 'raised',
  success: 'recovered',
}

/**
 * A deployment failed, until a later one to the same environment succeeds: the one that was created last decides. To
 * production it is critical, whatever the rule's severity.
 */
export const deploymentFailureRule: EventRule = {
  name: 'deployment-failure',
  events: ['deployment_status'],
  read({ payload, repository }, { severity }) {
    const { deployment, deployment_status: status } = schema.parse(payload)
    const kind = KINDS[status.state]
    if (kind === undefined) return []
    const isProduction =
      deployment.production_environment === true || /^prod(uction)?$/i.test(deployment.environment)
    return [
      {
        kind,
        subject: `environment:${deployment.environment}`,
        key: `deployment:${deployment.id}`,
        at: deployment.created_at,
        observedAt: status.created_at,
        severity: isProduction ? 'critical' : severity,
        title: `Deployment of ${repository.fullName} to ${deployment.environment} failed`,
        message: `Deployment ${deployment.id} of ${deployment.ref} ended with ${status.state}.`,
        url: status.log_url || status.target_url || null,
      },
    ]
  },
}
