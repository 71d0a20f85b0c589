import { lazy, type Ref, Suspense } from 'react'
import { Skeleton } from './panel.tsx'

interface Series {
  readonly label: string
  /** One per time; null is a gap. */
  readonly values: readonly (number | null)[]
  readonly color: '--series-1' | '--series-2' | '--series-3' | '--series-4' | '--bad' | '--good'
  /** Bars stand for counts of a bucket, lines for what is measured all the time. */
  readonly shape?: 'line' | 'bars'
}

export interface TimeSeriesProps {
  /** What is drawn, for who listens. */
  readonly label: string
  /** Beginnings of buckets in milliseconds, oldest first. */
  readonly times: readonly number[]
  readonly series: readonly Series[]
  /** In pixels. */
  readonly height?: number
  readonly format?: (value: number | null) => string
  /** Told of the part that was chosen by dragging, in milliseconds. */
  readonly onZoom?: (since: number, until: number) => void
  /** For `savePng`. */
  readonly ref?: Ref<HTMLDivElement>
}

const Plot = lazy(async () => ({ default: (await import('./time-series-plot.tsx')).TimeSeriesPlot }))

/** Numbers over time, with a cursor that tells them. The drawing library comes when the first one is shown. */
export function TimeSeries(props: TimeSeriesProps) {
  return (
    <Suspense fallback={<Skeleton height={(props.height ?? 220) / 16} />}>
      <Plot {...props} />
    </Suspense>
  )
}
