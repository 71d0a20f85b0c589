import { useMemo, useRef } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { useFilterParameters, useZoom } from '../../filters/use-filters.ts'
import { ChartActions } from '../../pieces/chart-actions.tsx'
import { Answered, Panel } from '../../pieces/panel.tsx'
import { TimeSeries } from '../../pieces/time-series.tsx'

/** Issues opened and closed for good, day by day. */
export function TrendPanel() {
  const { repository, since, until } = useFilterParameters()
  const request = { query: { repository, since, until } }
  const query = useApi('getIssueTrend', request)
  const chart = useRef<HTMLDivElement>(null)
  return (
    <Panel
      title="Opened and closed"
      note="By day; closed is the last closing of what is closed now"
      actions={
        <ChartActions
          label="Opened and closed"
          name="getIssueTrend"
          request={request}
          chart={chart}
          file="issues"
        />
      }
    >
      <Answered query={query} height={13.75}>
        {({ data }) => <Trend days={data} chart={chart} />}
      </Answered>
    </Panel>
  )
}

interface TrendProps {
  readonly days: readonly Entry<'getIssueTrend'>[]
  readonly chart: React.Ref<HTMLDivElement>
}

function Trend({ days, chart }: TrendProps) {
  const times = useMemo(() => days.map(({ day }) => new Date(`${day}T00:00:00`).getTime()), [days])
  const series = useMemo(
    () =>
      [
        { label: 'Opened', values: days.map(({ created }) => created), color: '--series-3' },
        { label: 'Closed', values: days.map(({ resolved }) => resolved), color: '--series-1' },
      ] as const,
    [days],
  )
  return (
    <TimeSeries
      ref={chart}
      label="Issues opened and closed by day"
      times={times}
      series={series}
      onZoom={useZoom()}
    />
  )
}
