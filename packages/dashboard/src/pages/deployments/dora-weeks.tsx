import { useMemo, useRef } from 'react'
import { formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { IconButton } from '../../pieces/button.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { Answered, Panel } from '../../pieces/panel.tsx'
import { savePng } from '../../pieces/save-png.ts'
import { TimeSeries } from '../../pieces/time-series.tsx'
import css from './deployments-page.module.css'
import type { Dora } from './dora-metrics.ts'
import { useDora } from './use-dora.ts'

/** How often, how fast and how safely, week by week. */
export function DoraWeeks() {
  return (
    <div className={css.weeks}>
      <WeekPanel title="Deployments" note="Those that succeeded, by week" read={frequency} shape="bars" />
      <WeekPanel
        title="Lead time for changes"
        note="Median, by week"
        read={leadTime}
        format={formatDuration}
        shape="bars"
      />
      <WeekPanel
        title="Change failure rate"
        note="Failed of finished, by week"
        read={failureRate}
        format={formatShare}
        shape="bars"
        color="--bad"
      />
    </div>
  )
}

const frequency = ({ deployment_frequency }: Dora) => deployment_frequency.deployments
const leadTime = ({ lead_time_for_changes }: Dora) => lead_time_for_changes.median_seconds
const failureRate = ({ change_failure_rate }: Dora) => change_failure_rate.rate

interface WeekPanelProps {
  readonly title: string
  readonly note: string
  readonly read: (metrics: Dora) => number | null
  readonly format?: (value: number | null) => string
  readonly shape: 'bars' | 'line'
  readonly color?: '--series-1' | '--bad'
}

function WeekPanel({ title, note, ...drawn }: WeekPanelProps) {
  const { request, query } = useDora('week')
  const chart = useRef<HTMLDivElement>(null)
  const file = title.toLowerCase().replaceAll(' ', '-')
  return (
    <Panel
      title={title}
      note={note}
      actions={
        <>
          <Explain label={`${title} by week`} name="getDora" request={request} />
          <IconButton
            icon="download"
            label={`PNG of ${title}`}
            onClick={() => void savePng(chart.current, file)}
          />
        </>
      }
    >
      <Answered query={query} height={10}>
        {({ groups }) => (
          <div ref={chart}>
            <Weeks groups={groups} title={title} {...drawn} />
          </div>
        )}
      </Answered>
    </Panel>
  )
}

interface WeeksProps extends Omit<WeekPanelProps, 'note'> {
  readonly groups: readonly { readonly week?: string | undefined; readonly metrics: Dora }[]
}

function Weeks({ groups, title, read, format, shape, color = '--series-1' }: WeeksProps) {
  const times = useMemo(() => groups.map(({ week = '' }) => new Date(`${week}T00:00:00`).getTime()), [groups])
  const series = useMemo(
    () => [{ label: title, values: groups.map(({ metrics }) => read(metrics)), color, shape }],
    [groups, title, read, color, shape],
  )
  return (
    <TimeSeries
      label={`${title} by week`}
      times={times}
      series={series}
      height={160}
      {...(format && { format })}
    />
  )
}
