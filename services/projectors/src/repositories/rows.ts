import {
  type Delivery,
  namedCheckSchema,
  type RepositorySnapshot,
  type RepositoryState,
  repositoryStateSchema,
} from '@octometer/event-contracts'
import type { ProjectionSettings } from '@octometer/projector-runtime'
import type { RepositoryDayRow } from '@octometer/read-store'
import { calendarDay } from '../calendar-day.ts'
import { isStorable } from '../fact-time.ts'
import { newestMark } from '../mark.ts'
import type { Told } from '../told-by-snapshot.ts'

type Columns = Omit<RepositoryDayRow, 'day' | 'repository_id'>

/** The day of the row that holds the newest of all days, as the table says. */
const NEWEST_DAY = '1970-01-01'
const RANK_BITS = 2
const NEVER = new Date(0)

const NOTHING: Columns = {
  state: {
    mark: 0,
    full_name: '',
    html_url: null,
    description: null,
    homepage: null,
    language: null,
    topics: [],
    default_branch: null,
    visibility: null,
    fork: null,
    archived: null,
    disabled: null,
    stars: null,
    forks: null,
    open_items: null,
    created_at: null,
    pushed_at: null,
  },
  first_seen_at: null,
  deleted_at: null,
  ci_at: null,
  tests_at: null,
  measured: { taken_at: NEVER, contributors: null, has_languages: false, languages: [], bytes: [] },
}

const CI_EVENTS = new Set(['check_run', 'check_suite', 'status', 'workflow_run', 'workflow_job'])

/** The repository as a payload shows it, for its day and for now. */
export function observedRows(
  delivery: Delivery,
  repository: RepositoryState,
  seenAt: Date,
  { timezone, testCheckPattern }: ProjectionSettings,
): readonly RepositoryDayRow[] {
  const isCi = CI_EVENTS.has(delivery.event)
  const isTest = isCi && isTestCheck(delivery, testCheckPattern)
  const isDeletion = delivery.event === 'repository' && delivery.action === 'deleted'
  return forDayAndNow(repository.id, calendarDay(seenAt, timezone), {
    ...NOTHING,
    state: stateOf(repository, newestMark(seenAt, rankOf(delivery), RANK_BITS)),
    first_seen_at: seenAt,
    deleted_at: isDeletion ? seenAt : null,
    ci_at: isCi ? seenAt : null,
    tests_at: isTest ? seenAt : null,
  })
}

/** Of one second, what happened to the repository itself comes after what happened in it, and its end is the last. */
function rankOf({ event, action }: Delivery): number {
  if (event !== 'repository' && event !== 'public') return 0
  return action === 'deleted' ? 2 : 1
}

function stateOf(repository: RepositoryState, mark: number): Columns['state'] {
  return {
    mark,
    full_name: repository.full_name,
    html_url: repository.html_url ?? null,
    description: repository.description ?? null,
    homepage: repository.homepage || null,
    language: repository.language ?? null,
    topics: [...(repository.topics ?? [])].sort(),
    default_branch: repository.default_branch ?? null,
    visibility: repository.visibility ?? visibilityOf(repository.private),
    fork: repository.fork ?? null,
    archived: repository.archived ?? null,
    disabled: repository.disabled ?? null,
    stars: repository.stargazers_count ?? null,
    forks: repository.forks_count ?? null,
    open_items: repository.open_issues_count ?? null,
    created_at: storable(repository.created_at),
    pushed_at: storable(repository.pushed_at),
  }
}

function visibilityOf(isPrivate: boolean | null | undefined): string | null {
  if (isPrivate === null || isPrivate === undefined) return null
  return isPrivate ? 'private' : 'public'
}

function storable(time: Date | null | undefined): Date | null {
  return time !== null && time !== undefined && isStorable(time) ? time : null
}

function isTestCheck({ payload }: Pick<Told, 'payload'>, pattern: RegExp): boolean {
  const { check_run, workflow_job, context } = namedCheckSchema.parse(payload)
  const name = check_run?.name ?? workflow_job?.name ?? context ?? ''
  return pattern.test(name)
}

/** More languages than these say nothing of a repository. */
const MOST_LANGUAGES = 100

/** What GitHub's API told, for its day and for now. A look shows the repository as it was when it was taken. */
export function measuredRows(
  { repository_id, languages, contributors, details }: RepositorySnapshot,
  takenAt: Date,
  timezone: string,
): readonly RepositoryDayRow[] {
  const shown = details == null ? null : repositoryStateSchema.parse(details)
  const sorted = Object.entries(languages ?? {})
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .slice(0, MOST_LANGUAGES)
  return forDayAndNow(repository_id, calendarDay(takenAt, timezone), {
    ...NOTHING,
    ...(shown && { state: stateOf(shown, newestMark(takenAt, 0, RANK_BITS)), first_seen_at: takenAt }),
    measured: {
      // A look that asked for neither does not hide what an earlier one told.
      taken_at: languages === null && contributors === null && shown !== null ? NEVER : takenAt,
      contributors,
      has_languages: languages !== null,
      languages: sorted.map(([name]) => name),
      bytes: sorted.map(([, bytes]) => bytes),
    },
  })
}

function forDayAndNow(repository_id: number, day: string, told: Columns): readonly RepositoryDayRow[] {
  return [day, NEWEST_DAY].map((each) => ({ day: each, repository_id, ...told }))
}

/** Checks that a look showed prove CI as those do that were delivered. */
export function checkedRows(
  repositoryId: number,
  checks: readonly Told[],
  checkedAt: Date,
  { timezone, testCheckPattern }: ProjectionSettings,
): readonly RepositoryDayRow[] {
  const isTest = checks.some((check) => isTestCheck(check, testCheckPattern))
  return forDayAndNow(repositoryId, calendarDay(checkedAt, timezone), {
    ...NOTHING,
    ci_at: checkedAt,
    tests_at: isTest ? checkedAt : null,
  })
}
