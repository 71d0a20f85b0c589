import type UPlot from 'uplot'
import { formatCount } from '../format/numbers.ts'
import { formatClock, formatDay, formatDuration } from '../format/times.ts'
import type { TimeSeriesProps } from './time-series.tsx'

const HOUR = 3_600
const DAY = 24 * HOUR
/** From buckets of this length on, the axis names the buckets and not the days between them. */
const LONG_BUCKET = 6 * DAY
const AXIS_PX = 26
const LABEL_PX = 56

const durations = [1, 5, 15, 30, 60, 300, 900, 1800, ...[1, 2, 6, 12].map((each) => each * HOUR)]
const days = [1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365, 730].map((each) => each * DAY)
const whole = Array.from({ length: 10 }, (_each, power) => [1, 2, 5].map((each) => each * 10 ** power)).flat()

/** Steps between the lines of the grid: counts are whole, durations go by their units; the library's own for others. */
export function stepsOf(format: TimeSeriesProps['format'] = formatCount): UPlot.Axis {
  if (format === formatCount) return { incrs: whole }
  return format === formatDuration ? { incrs: [...durations, ...days] } : {}
}

/** Half a bucket more at each end, so that the first bar and the last one are as wide as the others; in seconds. */
export function aroundBars(plot: UPlot, first: number, last: number): [number, number] {
  const half = bucketOf(plot.data[0]) / 2
  return [first - half, last + half]
}

/** Whether the axis is to name the buckets, and not the days between them; `times` in milliseconds. */
export function hasLongBuckets(times: readonly number[]): boolean {
  return bucketOf(times) >= LONG_BUCKET * 1000
}

/** The axis of times, for buckets of that length. */
export function timeAxisOf(isLong: boolean): UPlot.Axis {
  return {
    size: AXIS_PX,
    grid: { show: false },
    values: (_plot, splits) => axisTexts(splits),
    ...(isLong && { splits: namedBuckets }),
  }
}

/** The distance of the first two times, in their own unit. */
function bucketOf(times: ArrayLike<number>): number {
  return times.length < 2 ? DAY : (times[1] ?? 0) - (times[0] ?? 0)
}

/** As many of the buckets as there is room for, the last one among them. */
function namedBuckets(plot: UPlot): number[] {
  const times = [...plot.data[0]]
  const room = Math.max(1, Math.floor(plot.width / LABEL_PX))
  const step = Math.ceil(times.length / room)
  return times.filter((_time, index) => (times.length - 1 - index) % step === 0)
}

/** Days by their date, times within a day by the clock. */
function axisTexts(splits: readonly number[]): string[] {
  return splits.map((seconds) => {
    const time = new Date(seconds * 1000)
    const isMidnight = time.getHours() === 0 && time.getMinutes() === 0
    return isMidnight ? formatDay(time.getTime()) : formatClock(time.toISOString()).slice(0, 5)
  })
}
