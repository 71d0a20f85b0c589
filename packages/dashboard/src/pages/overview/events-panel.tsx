import { useMemo, useRef } from 'react'
import type { Answer } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { useFilterParameters, usePeriod } from '../../filters/use-filters.ts'
import { formatShare } from '../../format/numbers.ts'
import { BarList } from '../../pieces/bar-list.tsx'
import { IconButton } from '../../pieces/button.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Answered, Empty, Panel } from '../../pieces/panel.tsx'
import { savePng } from '../../pieces/save-png.ts'
import { TimeSeries } from '../../pieces/time-series.tsx'
import css from './overview-page.module.css'

/** What the route answers at most. */
const MOST_HOURS = 1000
const SHOWN = 8

/** Deliveries over time and by event. */
export function EventsPanel() {
  const { since, until } = usePeriod()
  const { repository } = useFilterParameters()
  const asked = Math.ceil((Date.parse(until) - Date.parse(since)) / 3_600_000)
  const hours = Math.min(MOST_HOURS, Math.max(1, asked))
  const request = { query: { hours, repository } }
  const query = useApi('getDeliveryStats', request)
  const chart = useRef<HTMLDivElement>(null)
  return (
    <Panel
      title="Deliveries"
      note={`By receipt, the last ${hours >= 48 ? `${Math.round(hours / 24)} days` : `${hours} hours`}`}
      actions={
        <>
          <Explain label="Deliveries" name="getDeliveryStats" request={request} />
          <IconButton
            icon="download"
            label="PNG of the chart"
            onClick={() => void savePng(chart.current, 'deliveries')}
          />
        </>
      }
    >
      <Answered query={query} height={16.5}>
        {(stats) =>
          stats.by_event.length === 0 ? (
            <Empty title="Nothing was received in this time">
              Choose a longer range, or connect a repository.
            </Empty>
          ) : (
            <div className={css.pair}>
              <div ref={chart}>
                <DeliveriesOverTime stats={stats} />
              </div>
              <EventsByType stats={stats} />
            </div>
          )
        }
      </Answered>
    </Panel>
  )
}

type Stats = Answer<'getDeliveryStats'>

function DeliveriesOverTime({ stats }: { readonly stats: Stats }) {
  const { times, values } = useMemo(() => inBuckets(stats.by_hour), [stats.by_hour])
  const series = useMemo(
    () => [{ label: 'Deliveries', values, color: '--series-1', shape: 'bars' } as const],
    [values],
  )
  return <TimeSeries label="Deliveries over time" times={times} series={series} />
}

/** Hours as they are, or days of the browser's clock when there are too many to tell apart. */
function inBuckets(hours: Stats['by_hour']): {
  readonly times: number[]
  readonly values: (number | null)[]
} {
  const startOf = (time: string) => {
    const start = new Date(time)
    return hours.length > 96 ? start.setHours(0, 0, 0, 0) : start.getTime()
  }
  const sums = new Map<number, number | null>()
  for (const { start, deliveries } of hours) {
    const bucket = startOf(start)
    const before = sums.get(bucket) ?? null
    sums.set(bucket, deliveries === null ? before : (before ?? 0) + deliveries)
  }
  return { times: [...sums.keys()], values: [...sums.values()] }
}

function EventsByType({ stats }: { readonly stats: Stats }) {
  const all = stats.by_event.reduce((sum, { deliveries }) => sum + deliveries, 0)
  const bars = stats.by_event
    .toSorted((a, b) => b.deliveries - a.deliveries)
    .slice(0, SHOWN)
    .map(({ event, deliveries }) => ({
      key: event,
      label: event,
      value: deliveries,
      note: formatShare(all === 0 ? null : deliveries / all),
    }))
  return <BarList bars={bars} />
}
