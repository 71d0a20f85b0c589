import {
  type AnswerOf,
  type CycleTimeName,
  cycleTimes,
  type getPullRequestMetrics,
  type PullRequestPhase,
} from '@octometer/gateway-api'
import { type PullRequestMetricsRow, phasesOf } from '@octometer/read-store'
import { spreadOf } from '../spread.ts'

type Answer = AnswerOf<typeof getPullRequestMetrics>
type Numbers = Answer['numbers']
type Change = NonNullable<Answer['compared']>['change']
type NumbersRow = Pick<PullRequestMetricsRow, 'opened' | 'ended' | 'phases'>

type Spread = ReturnType<typeof spreadOf>

function phaseNames(definition: CycleTimeName): readonly PullRequestPhase[] {
  const { phases } = cycleTimes[definition]
  return Object.keys(phases).filter((name): name is PullRequestPhase => name in phases)
}

/** Without a row nothing happened; of repositories that nobody knows, nothing is known. */
export function numbersOf(row: NumbersRow | undefined, definition: CycleTimeName, known: boolean): Numbers {
  const count = (value: number) => (known ? value : null)
  // Each is by size; what is wanted comes before what is of other kinds.
  const [opened, othersOpened] = lotsOf(row?.opened)
  const [merged, closed, othersMerged, othersClosed] = lotsOf(row?.ended)
  const sized = (size: number) => ({
    opened: count(opened?.[size] ?? 0),
    merged: count(merged?.[size] ?? 0),
    closed: count(closed?.[size] ?? 0),
  })
  const measured = { opened: [opened], merged: [merged], ended: [merged, closed] }[
    phasesOf(definition).anchor
  ]
  const total = measured.reduce((sum, lot) => sum + sumOf(lot), 0)
  return {
    opened: count(sumOf(opened)),
    merged: count(sumOf(merged)),
    closed: count(sumOf(closed)),
    by_size: {
      XS: sized(1),
      S: sized(2),
      M: sized(3),
      L: sized(4),
      XL: sized(5),
      XXL: sized(6),
      unknown: sized(0),
    },
    others: {
      opened: count(sumOf(othersOpened)),
      merged: count(sumOf(othersMerged)),
      closed: count(sumOf(othersClosed)),
    },
    measured: count(total),
    phases: Object.fromEntries(
      phaseNames(definition).map((phase, index) => {
        const [pulls, mean, quantiles] = row?.phases[index] ?? [0, null, null]
        return [
          phase,
          {
            pull_requests: count(pulls),
            missing: count(total - pulls),
            ...spreadOf(pulls === 0 ? undefined : { mean, quantiles }),
          },
        ]
      }),
    ),
  }
}

/** Unknown and six sizes. */
const SIZES = 7

function lotsOf(counts: readonly number[] = []): readonly (readonly number[])[] {
  return [0, 1, 2, 3].map((lot) => counts.slice(lot * SIZES, (lot + 1) * SIZES))
}

function sumOf(counts: readonly number[] = []): number {
  return counts.reduce((sum, each) => sum + each, 0)
}

/** What became of the numbers compared with. */
export function changeOf(now: Numbers, before: Numbers, definition: CycleTimeName): Change {
  return {
    opened: difference(now.opened, before.opened),
    merged: difference(now.merged, before.merged),
    closed: difference(now.closed, before.closed),
    phases: Object.fromEntries(
      phaseNames(definition).map((phase) => {
        const [current, other] = [now.phases[phase], before.phases[phase]]
        const of = (number: keyof Spread) => difference(current?.[number], other?.[number])
        return [
          phase,
          {
            mean_seconds: of('mean_seconds'),
            median_seconds: of('median_seconds'),
            p75_seconds: of('p75_seconds'),
            p90_seconds: of('p90_seconds'),
          },
        ]
      }),
    ),
  }
}

/** Null where one of them is not known; the ratio to the thousandth. */
function difference(now: number | null | undefined, before: number | null | undefined): Change['opened'] {
  if (now === null || now === undefined || before === null || before === undefined)
    return { difference: null, ratio: null }
  const exact = now - before
  return {
    difference: Math.round(exact * 1000) / 1000,
    ratio: before === 0 ? null : Math.round((exact / before) * 1000) / 1000,
  }
}
