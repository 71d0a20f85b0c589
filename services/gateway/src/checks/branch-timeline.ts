import type { CheckedCommit } from '@octometer/read-store'
import { spreadOf } from '../spread.ts'

type BranchState = 'green' | 'red'

export interface Turn {
  readonly at: Date
  readonly state: BranchState
  readonly head_sha: string
}

interface Verdict extends Turn {
  /** Place of its commit on the branch. */
  readonly order: number
}

/**
 * When a branch turned red and green, oldest first. A commit turns it red when its first check fails, green when its
 * last one has passed and none fails or runs. It is as its newest commit that is either: what becomes of an older
 * one later changes nothing.
 */
export function turnsOf(commits: readonly CheckedCommit[]): readonly Turn[] {
  const verdicts = commits
    .flatMap(verdictsOf)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || a.order - b.order)
  const turns: Turn[] = []
  let newest = -1
  for (const { order, ...verdict } of verdicts) {
    if (order < newest) continue
    newest = order
    if (turns.at(-1)?.state !== verdict.state) turns.push(verdict)
  }
  return turns
}

function verdictsOf(
  { head_sha, failed_at, passed_at, red, pending }: CheckedCommit,
  order: number,
): Verdict[] {
  const failed: Verdict[] =
    failed_at === null ? [] : [{ at: new Date(failed_at), state: 'red', head_sha, order }]
  const green = passed_at !== null && !red && !pending
  return green ? [...failed, { at: new Date(passed_at), state: 'green', head_sha, order }] : failed
}

export interface BranchTimes {
  readonly turned_red: number
  readonly time_to_green: { readonly count: number } & ReturnType<typeof spreadOf>
  readonly green_seconds: number
  readonly red_seconds: number
}

/** How long it was what, up to a time. A stretch of red that has not ended has no time to green. */
export function timesOf(turns: readonly Turn[], end: Date): BranchTimes {
  const stretches = turns.map(({ at, state }, index) => {
    const next = turns[index + 1]
    const until = Math.max(at.getTime(), (next?.at ?? end).getTime())
    return { state, seconds: (until - at.getTime()) / 1000, ended: next !== undefined }
  })
  const of = (state: BranchState) => stretches.filter((stretch) => stretch.state === state)
  const sum = (state: BranchState) => of(state).reduce((total, { seconds }) => total + seconds, 0)
  const recoveries = of('red').filter(({ ended }) => ended)
  return {
    turned_red: of('red').length,
    time_to_green: recoverySpread(recoveries.map(({ seconds }) => seconds)),
    green_seconds: sum('green'),
    red_seconds: sum('red'),
  }
}

function recoverySpread(seconds: readonly number[]): BranchTimes['time_to_green'] {
  const sorted = [...seconds].sort((a, b) => a - b)
  const count = sorted.length
  const mean = count === 0 ? null : sorted.reduce((sum, value) => sum + value, 0) / count
  return { count, ...spreadOf({ mean, quantiles: [0.5, 0.75, 0.9].map((level) => quantile(sorted, level)) }) }
}

/** Interpolated between two values, as ClickHouse's quantileExactInclusive does: the median of 1 and 3 is 2. */
function quantile(sorted: readonly number[], level: number): number | null {
  const place = (sorted.length - 1) * level
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  if (below === undefined || above === undefined) return null
  return below + (above - below) * (place - Math.floor(place))
}
