import { type Condition, inRepositories, tableOf, where } from '../conditions.ts'
import { all, deliveredKeys, issueKeys, type KeysByEvent, pullKeys } from './payload-keys.ts'
import type { Among, Things } from './told-deliveries.ts'

const keys: KeysByEvent = {
  ...issueKeys,
  ...pullKeys,
  issue_comment: all(pullKeys.issue_comment ?? '[]', issueKeys.issue_comment ?? '[]'),
  ...deliveredKeys.deployments,
  ...deliveredKeys.releases,
}

/** All that is held of what GitHub counts too. Pull requests are read from their generation. */
export function syncedThings(generation: string, { repositories }: Pick<Among, 'repositories'>): Things {
  const { sql, values }: Condition = where([inRepositories(repositories)])
  const held = [
    `SELECT repository_id, concat('pull:', toString(number)) FROM ${tableOf('pull_requests', generation)} ${sql}`,
    `SELECT repository_id, concat('issue:', toString(number)) FROM issues ${sql}`,
    `SELECT repository_id, concat('unit:', toString(deployment_id)) FROM deployments ${sql}`,
    `SELECT repository_id, concat('unit:', toString(release_id)) FROM releases ${sql}`,
  ]
  return { keys: { sql: held.join('\nUNION ALL\n'), values }, events: keys }
}
