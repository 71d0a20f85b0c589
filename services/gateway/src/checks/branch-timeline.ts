import { spreadOf } from '../spread.ts'

type BranchState = 'green' | 'red'

export interface Turn {
  readonly at: Date
  readonly state: BranchState
  readonly head_sha: string
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
