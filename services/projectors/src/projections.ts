import type { Projection } from '@octometer/projector-runtime'
import { alertRulesProjection } from './alert-rules/projection.ts'
import { alertsProjection } from './alerts/projection.ts'
import { apiUsageProjection } from './api-usage/projection.ts'
import { checksProjection } from './checks/projection.ts'
import { countersProjection } from './counters/projection.ts'
import { deliveriesProjection } from './deliveries/projection.ts'
import { deploymentsProjection } from './deployments/projection.ts'
import { intakeProjection } from './intake/projection.ts'
import { issuesProjection } from './issues/projection.ts'
import { peopleProjection } from './people/projection.ts'
import { projectsProjection } from './projects/projection.ts'
import { pullRequestsProjection } from './pull-requests/projection.ts'
import { repositoriesProjection } from './repositories/projection.ts'
import { reviewThreadsProjection } from './review-threads/projection.ts'

/** Every projection. A new one is added here by hand. */
export const projections: readonly Projection[] = [
  deliveriesProjection,
  countersProjection,
  pullRequestsProjection,
  reviewThreadsProjection,
  peopleProjection,
  apiUsageProjection,
  alertsProjection,
  alertRulesProjection,
  checksProjection,
  deploymentsProjection,
  issuesProjection,
  repositoriesProjection,
  intakeProjection,
  projectsProjection,
]
