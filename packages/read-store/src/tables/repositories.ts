import { merged, tuple } from '../column-type.ts'
import { defineTable, type RowOfTable } from '../table.ts'

/** The day whose rows hold the newest of all days: what a repository is now is found without its history. */
export const NEWEST_DAY = '1970-01-01'

/** A state's mark is the Unix second of what told it × this + its rank. */
export const REPOSITORY_MARKS_PER_SECOND = 4

/** The same columns by day, and as they are now (`NEWEST_DAY`): one table, for every batch writes both. */
export const repositoryDays = defineTable('repository_days', ['day', 'repository_id'], {
  day: 'Date',
  repository_id: 'UInt64',
  state: merged(
    'max',
    tuple({
      mark: 'UInt64',
      full_name: 'String',
      html_url: 'Nullable(String)',
      description: 'Nullable(String)',
      homepage: 'Nullable(String)',
      language: 'Nullable(String)',
      topics: 'Array(String)',
      default_branch: 'Nullable(String)',
      visibility: 'Nullable(String)',
      fork: 'Nullable(Bool)',
      archived: 'Nullable(Bool)',
      disabled: 'Nullable(Bool)',
      stars: 'Nullable(UInt64)',
      forks: 'Nullable(UInt64)',
      open_items: 'Nullable(UInt64)',
      created_at: "Nullable(DateTime('UTC'))",
      pushed_at: "Nullable(DateTime('UTC'))",
    }),
  ),
  first_seen_at: merged('min', "Nullable(DateTime('UTC'))"),
  deleted_at: merged('max', "Nullable(DateTime('UTC'))"),
  ci_at: merged('max', "Nullable(DateTime('UTC'))"),
  tests_at: merged('max', "Nullable(DateTime('UTC'))"),
  measured: merged(
    'max',
    tuple({
      taken_at: "DateTime('UTC')",
      contributors: 'Nullable(UInt64)',
      has_languages: 'Bool',
      languages: 'Array(String)',
      bytes: 'Array(UInt64)',
    }),
  ),
})

/** GitHub's own counts. */
export const repositoryTotals = defineTable('repository_totals', ['repository_id', 'kind'], {
  repository_id: 'UInt64',
  kind: 'LowCardinality(String)',
  told: merged('max', tuple({ taken_at: "DateTime64(3, 'UTC')", count: 'UInt64' })),
})

export type RepositoryTotalRow = RowOfTable<typeof repositoryTotals>
export type RepositoryDayRow = RowOfTable<typeof repositoryDays>
