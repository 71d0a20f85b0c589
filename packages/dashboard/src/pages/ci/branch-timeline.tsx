import type { Entry } from '../../api/operations.ts'
import type { Period } from '../../filters/period.ts'
import { formatShare } from '../../format/numbers.ts'
import { formatTime } from '../../format/times.ts'
import css from './branch-timeline.module.css'

interface BranchTimelineProps {
  readonly branch: Entry<'listBranchHealth'>
  readonly period: Period
}

/** The period from left to right: green, red, and grey where nothing is known. */
export function BranchTimeline({ branch, period }: BranchTimelineProps) {
  const [since, until] = [Date.parse(period.since), Date.parse(period.until)]
  const end = Math.min(until, Date.now())
  const place = (time: number) => `${(((time - since) / (until - since)) * 100).toFixed(3)}%`
  const turns = branch.timeline ?? []
  return (
    <div
      className={css.timeline}
      role="img"
      aria-label={`Green for ${formatShare(branch.green_share)} of the known time, turned red ${branch.turned_red} times`}
    >
      {turns.map(({ at, state }, index) => {
        const next = turns[index + 1]?.at
        const from = Math.max(since, Date.parse(at))
        const to = next === undefined ? end : Date.parse(next)
        return (
          <span
            key={at}
            className={css[state]}
            style={{ left: place(from), width: place(since + Math.max(0, to - from)) }}
            title={`${state} from ${formatTime(at)}${next === undefined ? '' : ` to ${formatTime(next)}`}`}
          />
        )
      })}
    </div>
  )
}
