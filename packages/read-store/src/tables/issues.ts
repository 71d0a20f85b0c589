import { merged, tuple } from '../column-type.ts'
import { defineTable, type RowOfTable } from '../table.ts'

/** `mark` is read as a number, and leads each tuple: its greatest is the newest, by time and then by content. */
export const issues = defineTable('issues', ['opened_at', 'repository_id', 'number'], {
  opened_at: "DateTime('UTC')",
  repository_id: 'UInt64',
  number: 'UInt64',
  mark: merged('max', 'UInt64'),
  assignment: merged('max', 'UInt64'),
  closed_at: merged('max', "Nullable(DateTime('UTC'))"),
  gone: merged('max', 'UInt8'),
  transferred_to: merged('max', 'Nullable(String)'),
  first_response_at: merged('min', "Nullable(DateTime('UTC'))"),
  labels: merged('max', tuple({ mark: 'UInt64', labels: 'Array(String)', assignees: 'Array(String)' })),
  about: merged(
    'max',
    tuple({
      mark: 'UInt64',
      title: 'String',
      author: 'Nullable(String)',
      author_type: 'String',
      milestone: 'Nullable(String)',
      state_reason: 'Nullable(String)',
      comments: 'Nullable(UInt64)',
    }),
  ),
})

export const issueTimeline = defineTable(
  'issue_timeline',
  ['repository_id', 'number', 'at', 'action', 'subject'],
  {
    repository_id: 'UInt64',
    number: 'UInt64',
    at: "DateTime('UTC')",
    action: 'LowCardinality(String)',
    subject: 'String',
    actor: merged('max', 'Nullable(String)'),
    shown: merged('max', 'UInt8'),
  },
)

export type IssueRow = RowOfTable<typeof issues>
export type IssueTimelineRow = RowOfTable<typeof issueTimeline>
