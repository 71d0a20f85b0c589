import type { ReactNode } from 'react'
import { useApi } from '../../api/use-api.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { Answered, Panel } from '../../pieces/panel.tsx'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './overview-page.module.css'

/** How far the numbers can be trusted now. */
export function StandPanel() {
  const query = useApi('getSummary')
  return (
    <Panel title="Freshness and completeness">
      <Answered query={query} height={9}>
        {({ freshness, deliveries, dead_letters, pull_requests }) => (
          <dl className={css.stand}>
            <Line name="Newest delivery">
              {freshness.newest_delivery_at === null ? (
                'none yet'
              ) : (
                <TimeAgo time={freshness.newest_delivery_at} />
              )}
            </Line>
            <Line name="Not yet in these numbers">{lagText(freshness.lag_seconds)}</Line>
            <Line name="Held of what GitHub sent">
              {freshness.completeness === null ? 'no log was read' : formatShare(freshness.completeness)}
            </Line>
            <Line name="Deliveries in 24 hours">{formatCount(deliveries.last_24_hours)}</Line>
            <Line name="Dead letters">{formatCount(dead_letters.open)}</Line>
            <Line name="Open pull requests">{formatCount(pull_requests.open)}</Line>
          </dl>
        )}
      </Answered>
    </Panel>
  )
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-fact={name}>{children}</dd>
    </div>
  )
}

function lagText(lag: number | null): string {
  if (lag === null) return 'unknown'
  return lag < 1 ? 'nothing' : `the last ${formatDuration(lag)}`
}
