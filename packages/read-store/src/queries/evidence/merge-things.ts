import type { z } from 'zod'
import { type Condition, inRepositories, tableOf, where } from '../conditions.ts'
import { COMMIT } from '../pull-request-deliveries.ts'
import { measuredMerges, type pullRequestQuestion } from '../pull-request-lives.ts'
import { needsStart, phasesOf } from '../pull-request-phases.ts'
import { mergeKeys } from './payload-keys.ts'
import type { Things } from './told-deliveries.ts'

type Question = z.output<typeof pullRequestQuestion>

/**
 * What a definition looks at beside pull requests: the pushes to their branches that showed their first commits, what delivered
 * them, and the pushes that say that it did. Throws TypeError for a definition that looks at nothing else.
 */
export function thingsBesideMerges(question: Question): Things {
  const starts = needsStart(question.definition) ? startPushes(question) : null
  const delivered = deliveriesOfMerges(question)
  const parts = [starts, ...delivered].filter((part) => part !== null)
  if (parts.length === 0) throw new TypeError(`${question.definition} looks at pull requests alone`)
  const selected = (columns: string) =>
    parts.map(({ sql }) => `SELECT ${columns} FROM (${sql}) SETTINGS final = 1`).join('\nUNION ALL\n')
  const values = Object.assign({}, ...parts.map((part) => part.values))
  return {
    keys: { sql: selected('its_repository, its_key'), values },
    events: mergeKeys,
    firstTime: { sql: `SELECT min(at) FROM (${selected('at')})`, values },
  }
}

/** A pull request's branch is known by its opening; a push to it tells the earliest of its commits. */
function startPushes(question: Question): Condition {
  const merges = measuredMerges(question)
  const table = tableOf('branch_moments', question.generation)
  const { sql } = where([inRepositories(question.repositories), { sql: "kind = 'opened'", values: {} }])
  return {
    sql: `
      SELECT repository_id AS its_repository, concat('push:', key) AS its_key, at FROM ${table}
      WHERE kind = 'push' AND (repository_id, branch, first_commit_at) IN (
        SELECT merged_in, its_branch, started_at FROM (${merges.sql}) AS merges
        INNER JOIN (SELECT repository_id AS opened_in, number AS opened_number, branch AS its_branch FROM ${table} ${sql}) AS openings
          ON merges.merged_in = openings.opened_in AND merges.merged_number = openings.opened_number
        WHERE isNotNull(started_at))`,
    values: merges.values,
  }
}

function deliveriesOfMerges(question: Question): readonly Condition[] {
  const { deliveries } = phasesOf(question.definition)
  if (deliveries === null) return []
  const { sql: merged, values } = measuredMerges(question)
  const delivered = `SELECT merged_in, delivered_at FROM (${merged}) WHERE isNotNull(delivered_at)`
  const { sql } = where([inRepositories(question.repositories)])
  const and = sql === '' ? 'WHERE' : `${sql} AND`
  const unit = (id: string) => `repository_id AS its_repository, concat('unit:', toString(${id})) AS its_key`
  if (deliveries === 'releases')
    return [
      {
        sql: `SELECT ${unit('release_id')}, published_at AS at FROM releases
          ${and} from_default = 1 AND deleted = 0 AND (repository_id, published_at) IN (${delivered})`,
        values,
      },
    ]
  const deployed = `FROM deployments ${and} production = 1 AND (repository_id, succeeded_at) IN (${delivered})`
  return [
    { sql: `SELECT ${unit('deployment_id')}, created_at AS at ${deployed}`, values },
    {
      // The commit of the merge, and the one that was deployed: the first was pushed with the second, or before it.
      sql: `
        SELECT repository_id AS its_repository, concat('push:', sha) AS its_key, pushed_at AS at FROM default_branch_pushes
        ${and} ((repository_id, sha) IN (SELECT repository_id, sha ${deployed}) OR (repository_id, ${COMMIT}) IN (
          SELECT merged_in, merged_by FROM (${merged}) WHERE isNotNull(delivered_at)))`,
      values,
    },
  ]
}
