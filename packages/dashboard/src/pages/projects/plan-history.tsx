import { useMemo, useRef } from 'react'
import { IconButton } from '../../pieces/button.tsx'
import { savePng } from '../../pieces/save-png.ts'
import { TimeSeries } from '../../pieces/time-series.tsx'
import { formatPercent } from './progress.tsx'
import type { Detail } from './project-side.tsx'
import css from './projects-page.module.css'

interface PlanHistoryProps {
  readonly snapshots: Detail['snapshots']
  readonly name: string
}

/** The progress of the plan file at each of its readings. */
export function PlanHistory({ snapshots, name }: PlanHistoryProps) {
  const chart = useRef<HTMLDivElement>(null)
  const { times, series } = useMemo(() => {
    const oldestFirst = snapshots.toReversed()
    return {
      times: oldestFirst.map(({ read_at }) => Date.parse(read_at)),
      series: [
        {
          label: 'Done or doing',
          values: oldestFirst.map(({ percentage_complete }) => percentage_complete),
          color: '--series-1',
        } as const,
      ],
    }
  }, [snapshots])
  return (
    <section>
      <div className={css.bar}>
        <h3>{`Readings: ${snapshots.length}`}</h3>
        {snapshots.length > 1 && (
          <IconButton
            icon="download"
            label="PNG of the chart"
            onClick={() => void savePng(chart.current, name.replace('/', '-'))}
          />
        )}
      </div>
      {snapshots.length > 1 ? (
        <div ref={chart}>
          <TimeSeries
            label="Progress at each reading"
            times={times}
            series={series}
            height={130}
            format={formatPercent}
          />
        </div>
      ) : (
        <p className={css.small}>A curve begins with the second reading.</p>
      )}
    </section>
  )
}
