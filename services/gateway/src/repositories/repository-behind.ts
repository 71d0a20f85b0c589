import {
  type EvidencePart,
  type RepositoryDay,
  type RepositoryNow,
  repositoryHistory,
  repositorySnapshots,
} from '@octometer/read-store'
import { addDays, dateOf, startOfDay } from '../calendar.ts'
import type { GatewayContext } from '../context.ts'
import { factsBehind } from '../counters/facts-behind.ts'
import { type Behind, messagesOf } from '../proof/behind.ts'
import { openPullsBehind } from '../summary/summary-behind.ts'
import { calendarOf, statesByDay } from './project-days.ts'
import { COMMIT_DAYS } from './repository-counts.ts'

/** A state's mark is its Unix second × 4 + its rank. */
const MARKS_PER_SECOND = 4

interface Range {
  readonly since: Date
  readonly until: Date
}

/**
 * The observations that say how a repository is and was at the end of each day, its commits, what is told of its open issues,
 * and what says of each of its pull requests that it is open. Contributors and languages come from snapshots.
 */
export async function repositoryBehind(
  gateway: GatewayContext,
  row: RepositoryNow,
  range: Range,
): Promise<Behind> {
  const { store, states, timezone } = gateway
  const { repository_id } = row
  const { dates, before } = calendarOf(range, timezone)
  const known = statesByDay(await store.query(repositoryHistory, { repository_id, before }))
  const shown = [row, ...dates.flatMap((date) => known(date) ?? [])]
  // A look at a repository is one of its observations, and told what only GitHub's API tells.
  const taken = [
    ...new Set([
      ...secondsOf(shown.map(({ measured }) => measured.taken_at)),
      ...shown.map(({ state }) => Math.floor(state.mark / MARKS_PER_SECOND)),
    ]),
  ].filter((second) => second > 0)
  const isBuilt = async (projection: string) => (await states.liveGeneration(projection)) !== undefined
  const scope = [repository_id]
  const [commits, issues, pulls, snapshots] = await Promise.all([
    (await isBuilt('counters')) ? commitsBehind(gateway, scope, range) : [],
    isBuilt('issues'),
    (await isBuilt('pull-requests')) ? [await openPullsBehind(gateway, scope)] : [],
    taken.length === 0 ? [] : store.query(repositorySnapshots, { repository_id, seconds: taken }),
  ])
  const always = { since: null, until: null, repositories: scope }
  return {
    deliveries: [
      observationsBehind(row, shown),
      ...commits,
      ...(issues ? [{ ...always, of: { kind: 'open_issues' } } as const] : []),
      ...pulls,
    ],
    elsewhere: messagesOf('snapshots', snapshots),
  }
}

type Observed = Omit<RepositoryDay, 'day'>

function observationsBehind(row: RepositoryNow, shown: readonly Observed[]): EvidencePart {
  const { repository_id, first_seen_at, deleted_at } = row
  return {
    // It cannot have been received much earlier than it was first seen.
    ...{ since: first_seen_at === null ? null : new Date(first_seen_at), until: null },
    repositories: [repository_id],
    of: {
      kind: 'repository',
      repository_id,
      marks: [...new Set(shown.map(({ state }) => state.mark).filter((mark) => mark > 0))],
      seen: secondsOf([first_seen_at]),
      checked: secondsOf(shown.map(({ ci_at }) => ci_at)),
      tested: secondsOf(shown.map(({ tests_at }) => tests_at)),
      deleted: secondsOf([deleted_at]),
    },
  }
}

/** Different ones, as Unix seconds. */
function secondsOf(times: readonly (string | null)[]): number[] {
  return [...new Set(times.flatMap((time) => (time === null ? [] : Math.floor(Date.parse(time) / 1000))))]
}

/** Those of the days of the range, and those of the last days, which are counted now. */
function commitsBehind(
  gateway: GatewayContext,
  repositories: readonly number[],
  range: Range,
): Promise<EvidencePart[]> {
  const { timezone } = gateway
  const { from, before } = calendarOf(range, timezone)
  const tomorrow = addDays(dateOf(gateway.now(), timezone), 1)
  const stretches = [
    [from, before],
    [addDays(tomorrow, -COMMIT_DAYS), tomorrow],
  ] as const
  return Promise.all(
    stretches.map(([first, end]) => {
      const days = { since: startOfDay(first, timezone), until: startOfDay(end, timezone) }
      return factsBehind(gateway, { ...days, repositories }, ['commits'])
    }),
  )
}
