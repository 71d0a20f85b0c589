import { datedParts } from '@octometer/event-contracts'
import {
  type EvidencePart,
  REPOSITORY_MARKS_PER_SECOND,
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
  const { store, timezone } = gateway
  const { repository_id } = row
  const { dates, from, before } = calendarOf(range, timezone)
  const known = statesByDay(await store.query(repositoryHistory, { repository_id, before }))
  const shown = [row, ...dates.flatMap((date) => known(date) ?? [])]
  const taken = shown.flatMap((observed) => looksIn(repository_id, observed))
  const counted = await countedNow(gateway, [repository_id], [[from, before]])
  return {
    deliveries: [observationsBehind(row, shown), ...counted],
    elsewhere: await snapshotsBehind(gateway, taken),
  }
}

/** The same of several as they are now. */
export async function repositoriesBehind(
  gateway: GatewayContext,
  rows: readonly RepositoryNow[],
): Promise<Behind> {
  const repositories = rows.map(({ repository_id }) => repository_id)
  const taken = rows.flatMap((row) => looksIn(row.repository_id, row))
  const counted = await countedNow(gateway, repositories, [])
  return {
    deliveries: [
      { since: null, until: null, repositories, of: { kind: 'repositories', dated: datedParts } },
      ...counted,
    ],
    elsewhere: await snapshotsBehind(gateway, taken),
  }
}

type Days = readonly [from: string, before: string]

/** What other read models count: commits of the last days and of these stretches, and what is open; none of what is not built. */
async function countedNow(
  gateway: GatewayContext,
  repositories: readonly number[],
  stretches: readonly Days[],
): Promise<readonly EvidencePart[]> {
  const isBuilt = async (projection: string) =>
    (await gateway.states.liveGeneration(projection)) !== undefined
  const [commits, issues, pulls] = await Promise.all([
    (await isBuilt('counters')) ? commitsBehind(gateway, repositories, stretches) : [],
    isBuilt('issues'),
    (await isBuilt('pull-requests')) ? [await openPullsBehind(gateway, repositories)] : [],
  ])
  const always = { since: null, until: null, repositories }
  return [...commits, ...(issues ? [{ ...always, of: { kind: 'open_issues' } } as const] : []), ...pulls]
}

/** When a repository was looked at, in Unix seconds. */
interface Look {
  readonly repository_id: number
  readonly second: number
}

/** A look is one of a repository's observations, and tells what only GitHub's API does. */
function looksIn(repository_id: number, { measured, state }: Observed): readonly Look[] {
  const seconds = [...secondsOf([measured.taken_at]), Math.floor(state.mark / REPOSITORY_MARKS_PER_SECOND)]
  return [...new Set(seconds)].filter((second) => second > 0).map((second) => ({ repository_id, second }))
}

async function snapshotsBehind(
  { store }: GatewayContext,
  taken: readonly Look[],
): Promise<NonNullable<Behind['elsewhere']>> {
  return taken.length === 0
    ? []
    : messagesOf('snapshots', await store.query(repositorySnapshots, { type: 'repository', taken }))
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
      dated: datedParts,
    },
  }
}

/** Different ones, as Unix seconds. */
function secondsOf(times: readonly (string | null)[]): number[] {
  return [...new Set(times.flatMap((time) => (time === null ? [] : Math.floor(Date.parse(time) / 1000))))]
}

/** Those of some stretches of days, and those of the last days, which are counted now. */
function commitsBehind(
  gateway: GatewayContext,
  repositories: readonly number[],
  stretches: readonly Days[],
): Promise<EvidencePart[]> {
  const { timezone } = gateway
  const tomorrow = addDays(dateOf(gateway.now(), timezone), 1)
  const all: readonly Days[] = [...stretches, [addDays(tomorrow, -COMMIT_DAYS), tomorrow]]
  return Promise.all(
    all.map(([first, end]) => {
      const days = { since: startOfDay(first, timezone), until: startOfDay(end, timezone) }
      return factsBehind(gateway, { ...days, repositories }, ['commits'])
    }),
  )
}
