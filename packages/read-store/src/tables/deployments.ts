import { merged, tuple } from '../column-type.ts'
import { defineTable, type RowOfTable } from '../table.ts'

/** `mark` is read as a number: its greatest is the newest status, by time and then by state. */
export const deployments = defineTable('deployments', ['created_at', 'repository_id', 'deployment_id'], {
  created_at: "DateTime('UTC')",
  repository_id: 'UInt64',
  deployment_id: 'UInt64',
  mark: merged('max', 'UInt64'),
  environment: merged('max', 'String'),
  production: merged('max', 'UInt8'),
  ref: merged('max', 'String'),
  sha: merged('max', 'String'),
  task: merged('max', 'String'),
  creator: merged('max', 'Nullable(String)'),
  hotfix: merged('max', 'UInt8'),
  started_at: merged('min', "Nullable(DateTime('UTC'))"),
  succeeded_at: merged('min', "Nullable(DateTime('UTC'))"),
  failed_at: merged('min', "Nullable(DateTime('UTC'))"),
})

export const deploymentStatuses = defineTable(
  'deployment_statuses',
  ['repository_id', 'deployment_id', 'status_id', 'at', 'state'],
  {
    repository_id: 'UInt64',
    deployment_id: 'UInt64',
    status_id: 'UInt64',
    at: "DateTime('UTC')",
    state: 'LowCardinality(String)',
    creator: merged('max', 'Nullable(String)'),
  },
)

export const releases = defineTable('releases', ['release_id', 'repository_id'], {
  release_id: 'UInt64',
  repository_id: 'UInt64',
  mark: merged('max', 'UInt64'),
  made_at: merged('min', "DateTime('UTC')"),
  published_at: merged('max', "Nullable(DateTime('UTC'))"),
  deleted: merged('max', 'UInt8'),
  hotfix: merged('max', 'UInt8'),
  from_default: merged('max', 'UInt8'),
  about: merged(
    'max',
    tuple({
      mark: 'UInt64',
      tag_name: 'String',
      name: 'String',
      target: 'String',
      author: 'Nullable(String)',
    }),
  ),
})

export const mergedChanges = defineTable('merged_changes', ['merged_at', 'repository_id', 'number'], {
  merged_at: "DateTime('UTC')",
  repository_id: 'UInt64',
  number: 'UInt64',
  opened_at: merged('min', "DateTime('UTC')"),
  hotfix: merged('max', 'UInt8'),
  revert: merged('max', 'UInt8'),
})

export const defaultBranchPushes = defineTable(
  'default_branch_pushes',
  ['pushed_at', 'repository_id', 'sha'],
  {
    pushed_at: "DateTime('UTC')",
    repository_id: 'UInt64',
    sha: 'String',
    committed_at: "Array(DateTime('UTC'))",
  },
)

export type DeploymentRow = RowOfTable<typeof deployments>
export type DeploymentStatusRow = RowOfTable<typeof deploymentStatuses>
export type ReleaseRow = RowOfTable<typeof releases>
