import { useMemo, useRef } from 'react'
import { useApi } from '../../api/use-api.ts'
import { bucketOf } from '../../filters/period.ts'
import { useFilterParameters, useZoom } from '../../filters/use-filters.ts'
import { ChartActions } from '../../pieces/chart-actions.tsx'
import { Answered, Panel } from '../../pieces/panel.tsx'
import { TimeSeries } from '../../pieces/time-series.tsx'

/** When builds failed; dragging over the chart looks at that time alone. */
export function FailuresPanel() {
  const { repository, since, until } = useFilterParameters()
  const bucket = bucketOf({ since, until })
  const request = { path: { name: 'build_failures' as const }, query: { bucket, repository, since, until } }
  const query = useApi('getCounterTrend', request)
  const chart = useRef<HTMLDivElement>(null)
  const zoom = useZoom()
  return (
    <Panel
      title="Build failures"
      note={`Check suites that failed, by ${bucket}`}
      actions={
        <ChartActions
          label="Build failures"
          name="getCounterTrend"
          request={request}
          chart={chart}
          file="build-failures"
        />
      }
    >
      <Answered query={query} height={13.75}>
        {({ data }) => <Failures data={data} zoom={zoom} chart={chart} />}
      </Answered>
    </Panel>
  )
}

interface FailuresProps {
  readonly data: readonly { readonly start: string; readonly value: number | null }[]
  readonly zoom: (from: number, to: number) => void
  readonly chart: React.Ref<HTMLDivElement>
}

function Failures({ data, zoom, chart }: FailuresProps) {
  const times = useMemo(() => data.map(({ start }) => Date.parse(start)), [data])
  const series = useMemo(
    () =>
      [{ label: 'Failures', values: data.map(({ value }) => value), color: '--bad', shape: 'bars' }] as const,
    [data],
  )
  return (
    <TimeSeries ref={chart} label="Build failures over time" times={times} series={series} onZoom={zoom} />
  )
}
