import { useMemo, useRef } from 'react'
import { IconButton } from '../../pieces/button.tsx'
import { Empty } from '../../pieces/panel.tsx'
import { savePng } from '../../pieces/save-png.ts'
import { TimeSeries } from '../../pieces/time-series.tsx'
import css from './repositories-page.module.css'
import type { Detail } from './repository-panel.tsx'

interface DaysChartProps {
  readonly days: Detail['days']
  readonly name: string
}

/** The daily metrics of a project: its health, and the commits of the thirty days before each day. */
export function DaysChart({ days, name }: DaysChartProps) {
  const chart = useRef<HTMLDivElement>(null)
  const times = useMemo(() => days.map(({ date }) => Date.parse(date)), [days])
  const health = useMemo(
    () => [{ label: 'Health', values: days.map((day) => day.health), color: '--series-1' } as const],
    [days],
  )
  const commits = useMemo(
    () => [
      { label: 'Commits', values: days.map((day) => day.commits_30_days), color: '--series-2' } as const,
    ],
    [days],
  )
  return (
    <section>
      <div className={css.bar}>
        <h3>By day</h3>
        <IconButton
          icon="download"
          label="PNG of the chart"
          onClick={() => void savePng(chart.current, name.replace('/', '-'))}
        />
      </div>
      {days.length < 2 ? (
        <Empty title="Less than two days are known">Choose a longer range, or come back tomorrow.</Empty>
      ) : (
        <div ref={chart} className={css.charts}>
          <h4 className={css.small}>Health at the end of each day</h4>
          <TimeSeries label="Health by day" times={times} series={health} height={130} />
          <h4 className={css.small}>Commits of the 30 days that end with it</h4>
          <TimeSeries label="Commits by day" times={times} series={commits} height={130} />
        </div>
      )}
    </section>
  )
}
