import { formatCount } from '../format/numbers.ts'
import css from './heat-map.module.css'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const HOURS = Array.from({ length: 24 }, (_each, hour) => hour)

interface HeatMapProps {
  /** Seven days from Monday on, of 24 hours each. */
  readonly hours: readonly (readonly number[])[]
  /** What is counted, such as `deliveries`. */
  readonly what: string
}

/** How much happens in each hour of the week. A table to who listens; to who looks, the darker the more. */
export function HeatMap({ hours, what }: HeatMapProps) {
  const most = Math.max(...hours.flat(), 1)
  return (
    <div className={css.scroll}>
      <table className={css.heat} aria-label={`${what} by hour and weekday`}>
        <thead>
          <tr>
            <td />
            {HOURS.map((hour) => (
              <th key={hour} scope="col" aria-label={`${hour}:00`}>
                {hour % 3 === 0 ? hour : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day, index) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {HOURS.map((hour) => (
                <HeatCell
                  key={hour}
                  value={hours[index]?.[hour] ?? 0}
                  most={most}
                  place={`${day} ${hour}:00`}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface HeatCellProps {
  readonly value: number
  readonly most: number
  readonly place: string
}

function HeatCell({ value, most, place }: HeatCellProps) {
  // The square root keeps quiet hours apart from empty ones.
  const level = value === 0 ? 0 : 12 + 88 * Math.sqrt(value / most)
  return (
    <td
      title={`${place}: ${formatCount(value)}`}
      style={{ background: `color-mix(in oklab, var(--series-1) ${level.toFixed(0)}%, var(--hover))` }}
    >
      <span>{formatCount(value)}</span>
    </td>
  )
}
