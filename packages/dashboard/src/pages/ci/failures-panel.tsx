import { useMemo, useRef } from 'react'
import { useApi } from '../../api/use-api.ts'
import { bucketOf } from '../../filters/period.ts'
import { useFilterParameters, useFilters } from '../../filters/use-filters.ts'
import { Explain } from '../../pieces/explain.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Answered, Panel } from '../../pieces/panel.tsx'
import { savePng } from '../../pieces/save-png.ts'
import { TimeSeries } from '../../pieces/time-series.tsx'

/** When builds failed; dragging over the chart looks at that time alone. */
export function FailuresPanel() {
  const { repository, since, until } = useFilterParameters()
  const [, setFilters] = useFilters()
  const bucket = bucketOf({ since, until })
  const request = { path: { name: 'build_failures' as const }, query: { bucket, repository, since, until } }
  const query = useApi('getCounterTrend', request)
  const chart = useRef<HTMLDivElement>(null)
  const zoom = (from: number, to: number) =>
    setFilters({ range: { since: new Date(from).toISOString(), until: new Date(to).toISOString() } })
  return (
    <Panel
      title="Build failures"
      note={`Check suites that failed, by ${bucket}`}
      actions={
        <>
          <Explain label="Build failures" name="getCounterTrend" request={request} />
          <ExportMenu
            name="getCounterTrend"
            request={request}
            onPng={() => void savePng(chart.current, 'build-failures')}
          />
        </>
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
