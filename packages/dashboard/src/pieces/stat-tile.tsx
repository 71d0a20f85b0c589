import type { ReactNode } from 'react'
import { formatChange, formatCount } from '../format/numbers.ts'
import { Skeleton } from './panel.tsx'
import { Sparkline } from './sparkline.tsx'
import css from './stat-tile.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

interface StatTileProps {
  readonly label: string
  /** Null is unknown, and shown as such; undefined until it is answered. */
  readonly value: number | null | undefined
  /** The same of the period before, for the change. */
  readonly before?: number | null
  /** Why the period before is unknown: then no change is shown, and this is said. */
  readonly unknown?: string | undefined
  /** Which way is better: it colours the change. `neither` leaves it grey. */
  readonly better?: 'more' | 'less' | 'neither'
  /** Drawn under the number; room is kept for it where it is given, if only as undefined until it is known. */
  readonly trend?: readonly (number | null)[] | undefined
  readonly format?: (value: number | null) => string
  /** What the number is made of, or why it is unknown. */
  readonly note?: string
  /** The explain button. */
  readonly action?: ReactNode
}

/** One number with its change and the way it took. */
export function StatTile(props: StatTileProps) {
  const { label, value, unknown, better = 'neither', trend, format = formatCount, note, action } = props
  const { before = null } = props
  const change = unknown === undefined ? formatChange(value, before) : before === null ? null : '–'
  return (
    <div className={css.tile} data-stat={label}>
      <div className={css.label}>
        <span>{label}</span>
        {action}
      </div>
      <div className={css.line}>
        {value === undefined ? (
          <div className={css.value}>
            <Skeleton height={1.75} />
          </div>
        ) : (
          <span className={css.value} data-value>
            {format(value)}
          </span>
        )}
        {change !== null && (
          <span
            className={`${css.change} ${css[unknown === undefined ? toneOf(value, before, better) : 'same']}`}
            title={unknown ?? `Before: ${format(before)}`}
          >
            <VisuallyHidden>Change from the period before: </VisuallyHidden>
            {change}
            {unknown !== undefined && <VisuallyHidden>{unknown}</VisuallyHidden>}
          </span>
        )}
      </div>
      {note !== undefined && <p className={css.note}>{note}</p>}
      {/* A trend that is still asked for has its room already. */}
      {'trend' in props && <div className={css.trend}>{trend && <Sparkline values={trend} />}</div>}
    </div>
  )
}

function toneOf(
  value: number | null | undefined,
  before: number | null,
  better: 'more' | 'less' | 'neither',
) {
  if (value == null || before === null || value === before || better === 'neither') return 'same'
  return value > before === (better === 'more') ? 'good' : 'bad'
}
