import { merged } from '../column-type.ts'
import type { Rollup } from '../rollup.ts'
import { literal } from '../sql-text.ts'
import { defineTable, type RowOfTable } from '../table.ts'

const first = merged('min', "Nullable(DateTime('UTC'))")
const last = merged('max', "Nullable(DateTime('UTC'))")

const pullRequestLives = defineTable('pull_request_lives', ['repository_id', 'number'], {
  repository_id: 'UInt64',
  number: 'UInt64',
  created_at: merged('min', "DateTime('UTC')"),
  author: merged('max', 'String'),
  author_bot: merged('max', 'UInt8'),
  mark: merged('max', 'UInt64'),
  size_mark: merged('max', 'UInt64'),
  closed_at: last,
  first_closed_at: first,
  merged_at: last,
  into_default: merged('max', 'UInt8'),
  merge_commit: merged('max', 'UInt64'),
  ready_at: first,
  drafted_at: first,
  review_requested_at: first,
  response_at: first,
  first_review_at: first,
  first_approval_at: first,
  last_approval_at: last,
  changes_requested_at: first,
  approval_label_at: first,
  verified_label_at: first,
})

const branchMoments = defineTable('branch_moments', ['repository_id', 'branch', 'at', 'kind', 'key'], {
  repository_id: 'UInt64',
  branch: 'String',
  at: "DateTime('UTC')",
  kind: 'LowCardinality(String)',
  key: 'String',
  number: 'UInt64',
  created: 'UInt8',
  first_commit_at: "Nullable(DateTime('UTC'))",
})

const pullRequestStarts = defineTable('pull_request_starts', ['repository_id', 'number'], {
  repository_id: 'UInt64',
  number: 'UInt64',
  start_mark: merged('max', 'UInt64'),
})

export const pullRequestLifeTables = [pullRequestLives, branchMoments, pullRequestStarts]

const IN_ORDER = "ORDER BY at, multiIf(kind = 'push', 0, kind = 'opened', 1, 2), key"

/**
 * A branch begins anew with the push that makes it and with each merge: the first commit of a pull request is the earliest one
 * that was pushed since then, before it was opened. Of a branch whose beginning nobody told of, it is not known.
 */
export const pullRequestLifeRollups: readonly Rollup[] = [
  {
    table: pullRequestStarts,
    from: 'branch_moments',
    bucketOf: ({ repository_id, branch }) => `(${Number(repository_id)},${literal(String(branch))})`,
    select: ({ tableOf }, buckets) => {
      const touched = buckets === null ? '' : `WHERE (repository_id, branch) IN (${buckets.join(',')})`
      // Moments are never taken back: a recount that knows more of them wins.
      return `
        SELECT repository_id, number,
          max(known * 4294967296 + if(life = 0, 0, toUInt64(ifNull(toUnixTimestamp(started_at), 0)))) AS start_mark
        FROM (
          SELECT *, min(first_commit_at) OVER (PARTITION BY repository_id, branch, life ${IN_ORDER}
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS started_at
          FROM (
            SELECT *, count() OVER (PARTITION BY repository_id, branch) AS known,
              countIf(created = 1 OR kind = 'merged') OVER (PARTITION BY repository_id, branch ${IN_ORDER}
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS life
            FROM ${tableOf('branch_moments')} FINAL ${touched}))
        WHERE kind = 'opened' GROUP BY repository_id, number`
    },
  },
]

export type PullRequestLifeRow = RowOfTable<typeof pullRequestLives>
export type BranchMomentRow = RowOfTable<typeof branchMoments>
