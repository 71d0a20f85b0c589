import type { AnswerOf, getRepository, listRepositories, RepositoryStatus } from '@octometer/gateway-api'
import type { RepositoryNow } from '@octometer/read-store'
import { healthOf } from './health.ts'
import type { RepositoryCounts } from './repository-counts.ts'

type Entry = AnswerOf<typeof listRepositories>['data'][number]
type Facts = Omit<Entry, 'health'>
type Health = NonNullable<AnswerOf<typeof getRepository>['health']>

/** A repository as it is answered, apart from its health. */
export function factsOf(row: RepositoryNow, counts: RepositoryCounts, repository: string): Facts {
  const { mark, full_name, html_url, disabled: _disabled, ...state } = row.state
  return {
    ...state,
    // Payloads tell the name by their own time; a snapshot alone does not.
    repository: full_name === '' ? repository : full_name,
    repository_id: row.repository_id,
    status: statusOf(row),
    url: html_url,
    ...openIssuesOf(row.state.open_items, counts),
    open_pull_requests: counts.openPulls,
    commits_30_days: counts.commits,
    contributors: row.measured.contributors,
    observed_at: mark === 0 ? null : new Date(secondsOf(mark) * 1000).toISOString(),
    first_seen_at: row.first_seen_at,
    deleted_at: row.deleted_at,
  }
}

/** A mark is Unix seconds × 4 + rank. */
function secondsOf(mark: number): number {
  return Math.floor(mark / 4)
}

function statusOf({ state, deleted_at }: RepositoryNow): RepositoryStatus {
  if (deleted_at !== null) return 'deleted'
  if (state.archived === true) return 'archived'
  return state.disabled === true ? 'disabled' : 'active'
}

/**
 * GitHub counts issues and pull requests together. When deliveries told of as many as it counts, the issues among them
 * are all there are; else some are older than the hook, and GitHub's count less the known pull requests is nearer.
 */
function openIssuesOf(
  openItems: number | null,
  { openIssues, openPulls }: Pick<RepositoryCounts, 'openIssues' | 'openPulls'>,
): Pick<Facts, 'open_issues' | 'open_issues_source'> {
  if (openItems === null || openIssues === null || openPulls === null)
    return { open_issues: null, open_issues_source: null }
  if (openIssues + openPulls >= openItems)
    return { open_issues: openIssues, open_issues_source: 'deliveries' }
  return { open_issues: openItems - openPulls, open_issues_source: 'github' }
}

const DAY_MS = 86_400_000
const CI_DAYS = 90

/** Health at a time; null while no payload told of the repository. */
export function healthAt(
  row: Omit<RepositoryNow, 'repository_id'>,
  openIssues: number | null,
  at: Date,
): Health | null {
  const { state, measured, ci_at, tests_at } = row
  if (state.mark === 0) return null
  return healthOf({
    daysSincePush: daysBetween(state.pushed_at, at),
    openIssues,
    stars: state.stars,
    contributors: measured.contributors,
    ci: isRecent(ci_at, at),
    // With CI of which none is named like a test there are none that are known by it.
    tests: tests_at === null && ci_at !== null ? false : isRecent(tests_at, at),
  })
}

/** Null when it was never seen: the hook may not send it. */
function isRecent(time: string | null, at: Date): boolean | null {
  const days = daysBetween(time, at)
  return days === null ? null : days < CI_DAYS
}

function daysBetween(from: string | null, to: Date): number | null {
  return from === null ? null : Math.max(0, Math.floor((to.getTime() - Date.parse(from)) / DAY_MS))
}
