import type { Route } from '../http/route.ts'
import { accountRoutes } from './accounts.ts'
import { actionRoutes } from './actions.ts'
import { appRoutes } from './apps.ts'
import { checkRoutes } from './checks.ts'
import { commitRoutes } from './commits.ts'
import { deploymentRoutes } from './deployments.ts'
import { hookRoutes } from './hooks.ts'
import { issueRoutes } from './issues.ts'
import { labelRoutes } from './labels.ts'
import { pullRoutes } from './pulls.ts'
import { repositoryRoutes } from './repositories.ts'
import { searchRoutes } from './search.ts'

/** The part of GitHub's REST API that there is. */
export const restRoutes: readonly Route[] = [
  ...accountRoutes,
  ...repositoryRoutes,
  ...issueRoutes,
  ...pullRoutes,
  ...commitRoutes,
  ...labelRoutes,
  ...checkRoutes,
  ...actionRoutes,
  ...deploymentRoutes,
  ...hookRoutes,
  ...appRoutes,
  ...searchRoutes,
]
