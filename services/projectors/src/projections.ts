import type { Projection } from '@octometer/projector-runtime'
import { alertRulesProjection } from './alert-rules/projection.ts'
import { alertsProjection } from './alerts/projection.ts'
import { apiUsageProjection } from './api-usage/projection.ts'
import { countersProjection } from './counters/projection.ts'
import { deliveriesProjection } from './deliveries/projection.ts'
import { pullRequestsProjection } from './pull-requests/projection.ts'

/** Every projection. A new one is added here by hand. */
export const projections: readonly Projection[] = [
  deliveriesProjection,
  countersProjection,
  pullRequestsProjection,
  apiUsageProjection,
  alertsProjection,
  alertRulesProjection,
]
