import { useEffect, useRef, useState } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatCount } from '../format/numbers.ts'
import css from './time-series.module.css'
import type { TimeSeriesProps } from './time-series.tsx'
import { aroundBars, hasLongBuckets, stepsOf, timeAxisOf } from './time-series-axes.ts'

const HEIGHT = 220

/** The drawing of `TimeSeries`: a canvas of uPlot, made anew when its width, theme or series change. */
export function TimeSeriesPlot(props: TimeSeriesProps) {
  const { label, times, series, height = HEIGHT, ref } = props
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<UPlot | null>(null)
  const latest = useRef(props)
  latest.current = props
  const theme = useTheme()
  const shape = [
    ...series.map((each) => `${each.label}${each.color}${each.shape}`),
    hasLongBuckets(times),
  ].join('|')
  useEffect(() => {
    const element = host.current
    if (element === null) return
    const data = dataOf(latest.current)
    const made = new UPlot(optionsOf(element, latest, theme), data, element)
    plot.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [height, theme, shape])
  useEffect(() => plot.current?.setData(dataOf({ times, series })), [times, series])
  return (
    <div ref={ref} className={css.frame}>
      <div ref={host} className={css.plot} style={{ height }} role="img" aria-label={label} />
    </div>
  )
}

function dataOf({ times, series }: Pick<TimeSeriesProps, 'times' | 'series'>): UPlot.AlignedData {
  return [times.map((time) => time / 1000), ...series.map(({ values }) => [...values])]
}

/** Names the theme; canvases do not follow it by themselves. */
function useTheme(): string {
  const query = '(prefers-color-scheme: dark)'
  const read = () => document.documentElement.dataset.theme ?? String(matchMedia(query).matches)
  const [theme, setTheme] = useState(read)
  useEffect(() => {
    const change = () => setTheme(read())
    const observer = new MutationObserver(change)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const media = matchMedia(query)
    media.addEventListener('change', change)
    return () => {
      observer.disconnect()
      media.removeEventListener('change', change)
    }
  }, [])
  return theme
}

/** A token as the browser computes it: a canvas knows no variables. */
function colorOf(element: HTMLElement, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

function optionsOf(
  element: HTMLElement,
  latest: { current: TimeSeriesProps },
  _theme: string,
): UPlot.Options {
  const { times, series, height = HEIGHT, onZoom } = latest.current
  const format = (value: number | null) => (latest.current.format ?? formatCount)(value)
  const [ink, line] = [colorOf(element, '--ink-3'), colorOf(element, '--line')]
  const axis: UPlot.Axis = {
    stroke: ink,
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(element).fontFamily}`,
  }
  const hasBars = series.some(({ shape }) => shape === 'bars')
  return {
    width: element.clientWidth,
    height,
    padding: [8, 28, 0, 0],
    legend: { show: true, live: true, isolate: false },
    cursor: { drag: { x: onZoom !== undefined, y: false, setScale: false }, points: { size: 7 } },
    scales: {
      ...(hasBars && { x: { range: (plot, first, last) => aroundBars(plot, first, last) } }),
      y: { range: (_plot, _least, most) => [0, Math.max(1, most * 1.08)] },
    },
    axes: [
      { ...axis, ...timeAxisOf(hasLongBuckets(times)) },
      {
        ...axis,
        ...stepsOf(latest.current.format),
        size: 48,
        values: (_plot, values) => values.map((value) => format(value)),
      },
    ],
    series: [
      { value: (_plot, value) => (value === null ? '' : timeText(value)) },
      ...series.map((each) => seriesOf(element, each, format)),
    ],
    hooks: { setSelect: [(plot) => zoom(plot, latest.current.onZoom)] },
  }
}

const timeFormat = new Intl.DateTimeFormat('en', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

function timeText(seconds: number): string {
  return timeFormat.format(new Date(seconds * 1000))
}

function seriesOf(
  element: HTMLElement,
  { label, color, shape }: TimeSeriesProps['series'][number],
  format: (value: number | null) => string,
): UPlot.Series {
  const stroke = colorOf(element, color)
  const bars = UPlot.paths.bars?.({ size: [0.7, 40], radius: 0.15 })
  // A bar of nothing has no outline that could be taken for something.
  const drawn =
    shape === 'bars' && bars
      ? { paths: bars, fill: stroke, width: 0, points: { show: false } }
      : { width: 1.5, points: { fill: colorOf(element, '--surface') } }
  // Without a cursor there is no value to tell, which is another thing than one that is unknown.
  const value = (plot: UPlot, each: number | null) => (plot.cursor.idx == null ? '' : format(each))
  return { label, stroke, value, ...drawn }
}

function zoom(plot: UPlot, onZoom: TimeSeriesProps['onZoom']): void {
  const { left, width } = plot.select
  if (width < 4 || onZoom === undefined) return
  onZoom(plot.posToVal(left, 'x') * 1000, plot.posToVal(left + width, 'x') * 1000)
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
}
