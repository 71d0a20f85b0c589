import { type Condition, second } from './conditions.ts'

/** What is looked at after the range, for the delivery of what was merged in it. */
export const DELIVERY_DAYS = 30

/** A merge is pushed within this time of its pull request's. */
const PUSH_SECONDS = 3600

/** As `merge_commit` holds a commit. */
export const COMMIT = "reinterpretAsUInt64(reverse(unhex(concat('000', substring(sha, 1, 13)))))"

/**
 * The first successful deployment to production whose head was pushed with the merge or after it, by merge. Bound: `from`, and
 * `delivered_to`, the end of the range with the days after it; both are seconds.
 */
export function deploymentOfMerge(inScope: Condition | null): string {
  const also = inScope === null ? '' : `AND ${inScope.sql}`
  const pushes = `SELECT repository_id, ${COMMIT} AS merge_commit, pushed_at FROM default_branch_pushes
    WHERE pushed_at >= ${second('from')} - ${PUSH_SECONDS} AND pushed_at < ${second('delivered_to')} ${also}`
  return `
    SELECT m.repository_id AS delivered_in, m.merge_commit AS delivered_commit, d.delivered_at AS its_delivery
    FROM (${pushes}) AS m
    ASOF JOIN (
      SELECT repository_id, pushed_at, min(succeeded_at) AS delivered_at
      FROM (
        SELECT repository_id, ${COMMIT} AS merge_commit, assumeNotNull(succeeded_at) AS succeeded_at FROM deployments
        WHERE production = 1 AND isNotNull(succeeded_at) AND created_at >= ${second('from')} - ${PUSH_SECONDS}
          AND created_at < ${second('delivered_to')} ${also}) AS deployed
      INNER JOIN (${pushes}) AS pushed USING (repository_id, merge_commit)
      GROUP BY repository_id, pushed_at) AS d
    ON m.repository_id = d.repository_id AND m.pushed_at <= d.pushed_at`
}

/** Releases of default branches, by their publication. */
export function releasesOfDefault(inScope: Condition | null): string {
  return `
    SELECT repository_id AS released_in, assumeNotNull(published_at) AS its_delivery FROM releases
    WHERE from_default = 1 AND isNotNull(published_at) AND deleted = 0 AND bitAnd(mark, 3) = 0
      AND published_at >= ${second('from')} AND published_at < ${second('delivered_to')}
      ${inScope === null ? '' : `AND ${inScope.sql}`}`
}
