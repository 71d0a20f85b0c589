import { merged, tuple } from '../column-type.ts'
import { defineTable, type RowOfTable } from '../table.ts'

export const projectItems = defineTable('project_items', ['kind', 'repository_id', 'number'], {
  kind: 'LowCardinality(String)',
  repository_id: 'UInt64',
  number: 'UInt64',
  mark: merged('max', 'UInt64'),
  planned: merged('max', 'UInt8'),
  gone: merged('max', 'UInt8'),
  about: merged(
    'max',
    tuple({
      mark: 'UInt64',
      milestone: 'Nullable(UInt64)',
      title: 'String',
      priority: 'Nullable(String)',
    }),
  ),
})

export const projectPlans = defineTable('project_plans', ['repository_id', 'taken_at', 'snapshot_id'], {
  repository_id: 'UInt64',
  taken_at: "DateTime('UTC')",
  snapshot_id: 'String',
  sha: 'String',
  path: 'Nullable(String)',
  titles: 'Array(String)',
  statuses: 'Array(UInt8)',
  priorities: 'Array(String)',
})

export const projectUpdates = defineTable(
  'project_updates',
  ['repository_id', 'at', 'kind', 'path', 'sha', 'change', 'job_id'],
  {
    repository_id: 'UInt64',
    at: "DateTime('UTC')",
    kind: 'LowCardinality(String)',
    path: 'String',
    sha: 'String',
    change: 'LowCardinality(String)',
    job_id: 'String',
  },
)

export type ProjectItemRow = RowOfTable<typeof projectItems>
export type ProjectPlanRow = RowOfTable<typeof projectPlans>
export type ProjectUpdateRow = RowOfTable<typeof projectUpdates>
