import { inRepositories, where } from '../conditions.ts'
import { plannedIssues } from '../projects.ts'
import { plannedKeys } from './payload-keys.ts'
import type { Among, Things } from './told-deliveries.ts'

/**
 * Of the plans of repositories: the issues that are planned and the milestones that say so, and the pushes that changed a plan
 * or a manifest last.
 */
export function planThings({ repositories }: Among): Things {
  const planned = plannedIssues(repositories)
  const among = where([inRepositories(repositories), { sql: "kind != 'read'", values: {} }])
  return {
    keys: {
      sql: `
        SELECT repository_id, concat('issue:', toString(number)) FROM (${planned.sql})
        UNION ALL
        SELECT repository_id, concat('milestone:', toString(assumeNotNull(about.milestone))) FROM (${planned.sql})
        WHERE isNotNull(about.milestone)
        UNION ALL
        SELECT repository_id, concat('push:', sha) FROM project_updates ${among.sql} AND (repository_id, at) IN (
          SELECT repository_id, max(at) FROM project_updates ${among.sql} GROUP BY repository_id)`,
      values: { ...planned.values, ...among.values },
    },
    events: plannedKeys,
  }
}
