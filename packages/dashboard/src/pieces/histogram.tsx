import { formatCount } from '../format/numbers.ts'
import css from './histogram.module.css'

interface HistogramProps {
  /** What is drawn, for who listens. */
  readonly label: string
  readonly bins: readonly { readonly label: string; readonly value: number }[]
}

const WIDTH = 600
const HEIGHT = 160
const FLOOR = HEIGHT - 18

/** How values are spread over bins, each with its number above it. */
export function Histogram({ label, bins }: HistogramProps) {
  const most = Math.max(...bins.map(({ value }) => value), 1)
  const step = WIDTH / bins.length
  return (
    <svg className={css.histogram} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {bins.map((bin, index) => {
        const tall = (bin.value / most) * (FLOOR - 18)
        const middle = (index + 0.5) * step
        return (
          <g key={bin.label}>
            <rect
              x={index * step + step * 0.12}
              y={FLOOR - tall}
              width={step * 0.76}
              height={Math.max(tall, 1)}
              rx={3}
            />
            <text x={middle} y={FLOOR - tall - 5} className={css.value}>
              {formatCount(bin.value)}
            </text>
            <text x={middle} y={HEIGHT - 4}>
              {bin.label}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
