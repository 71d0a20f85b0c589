import type { Freshness } from '@octometer/gateway-api'
import { useApi } from '../api/use-api.ts'
import { formatShare } from '../format/numbers.ts'
import { formatClock, formatDuration, formatTime } from '../format/times.ts'
import { useLive } from '../live/live-context.tsx'
import { Skeleton } from '../pieces/panel.tsx'
import css from './as-of.module.css'

/** How fresh and how whole the numbers are: in sight on every page. */
export function AsOf() {
  const { data, error } = useApi('getSummary')
  const { status } = useLive()
  if (error !== null && data === undefined) return <p className={css.asOf}>Freshness unknown</p>
  if (data === undefined) return <Skeleton height={1} />
  const { freshness } = data
  return (
    <p className={css.asOf} title={tooltip(freshness)}>
      <span className={css.dot} data-tone={status === 'live' ? toneOf(freshness) : 'warn'} />
      <span>
        {status === 'live' ? 'Live' : 'Connecting'}
        <span className={css.wide}>
          {' · as of '}
          <time dateTime={freshness.as_of}>{formatClock(freshness.as_of)}</time>
        </span>
      </span>
      <span className={css.part}>{lagText(freshness.lag_seconds)}</span>
      <span className={css.part}>{wholeText(freshness.completeness)}</span>
    </p>
  )
}

function toneOf({ lag_seconds, completeness }: Freshness): 'good' | 'warn' | 'bad' {
  if ((lag_seconds ?? 0) > 300 || (completeness ?? 1) < 0.95) return 'bad'
  return (lag_seconds ?? 0) > 30 || (completeness ?? 1) < 1 ? 'warn' : 'good'
}

function lagText(lag: number | null): string {
  if (lag === null) return 'lag unknown'
  return lag < 1 ? 'no lag' : `${formatDuration(lag)} behind`
}

function wholeText(completeness: number | null): string {
  return completeness === null ? 'completeness unknown' : `${formatShare(completeness)} complete`
}

function tooltip({ newest_delivery_at, completeness }: Freshness): string {
  const newest = `Newest delivery: ${formatTime(newest_delivery_at)}.`
  const whole =
    completeness === null
      ? 'No delivery log of GitHub was read in the last 24 hours, so nobody knows what is missing.'
      : `Of what GitHub delivered in the last 24 hours by its own logs, ${formatShare(completeness)} is held.`
  return `${newest}\n${whole}`
}
