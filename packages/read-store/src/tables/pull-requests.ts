import { merged, tuple } from '../column-type.ts'
import { defineTable, type RowOfTable } from '../table.ts'

/** Leads every observation, so that `max` picks the newest: payload time, rank of the action, GUID. */
const version = { observed_at: "DateTime64(3, 'UTC')", rank: 'UInt8', guid: 'String' } as const

export const pullRequests = defineTable('pull_requests', ['repository_id', 'number'], {
  repository_id: 'UInt64',
  number: 'UInt64',
  core: merged(
    'max',
    tuple({
      ...version,
      state: 'String',
      title: 'String',
      author: 'Nullable(String)',
      author_type: 'String',
      created_at: "DateTime('UTC')",
      closed_at: "Nullable(DateTime('UTC'))",
      merged_at: "Nullable(DateTime('UTC'))",
      labels: 'Array(String)',
      head_ref: 'String',
      head_sha: 'String',
      base_ref: 'String',
    }),
  ),
  detail: merged(
    'max',
    tuple({
      ...version,
      draft: 'Nullable(Bool)',
      mergeable: 'Nullable(Bool)',
      merged_by: 'Nullable(String)',
      additions: 'Nullable(UInt64)',
      deletions: 'Nullable(UInt64)',
      changed_files: 'Nullable(UInt64)',
      commits: 'Nullable(UInt64)',
    }),
  ),
})

export const pullRequestReviews = defineTable(
  'pull_request_reviews',
  ['repository_id', 'number', 'review_id'],
  {
    repository_id: 'UInt64',
    number: 'UInt64',
    review_id: 'UInt64',
    submitted_at: merged('min', "DateTime('UTC')"),
    reviewer: merged('max', 'Nullable(String)'),
    reviewer_type: merged('max', 'String'),
    state: merged('max', tuple({ ...version, state: 'String' })),
  },
)

export const pullRequestTimeline = defineTable(
  'pull_request_timeline',
  ['repository_id', 'number', 'at', 'action', 'subject'],
  {
    repository_id: 'UInt64',
    number: 'UInt64',
    at: "DateTime('UTC')",
    action: 'LowCardinality(String)',
    subject: 'String',
    actor: merged('max', 'Nullable(String)'),
    time_source: merged('max', 'String'),
    received_at: merged('min', "DateTime64(3, 'UTC')"),
    author: merged('max', 'Nullable(String)'),
    state: merged('max', 'String'),
    commits: merged('max', 'Nullable(UInt64)'),
    head_sha: merged('max', 'String'),
  },
)

export type PullRequestRow = RowOfTable<typeof pullRequests>
export type PullRequestReviewRow = RowOfTable<typeof pullRequestReviews>
export type PullRequestTimelineRow = RowOfTable<typeof pullRequestTimeline>
