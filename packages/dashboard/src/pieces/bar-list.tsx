import type { ReactNode } from 'react'
import { formatCount } from '../format/numbers.ts'
import css from './bar-list.module.css'

interface Bar {
  readonly key: string
  readonly label: ReactNode
  readonly value: number
  /** Beside the number, in grey. */
  readonly note?: string
}

interface BarListProps {
  readonly bars: readonly Bar[]
  readonly format?: (value: number) => string
}

/** Few things by size: a bar behind each name, its number at the right. */
export function BarList({ bars, format = formatCount }: BarListProps) {
  const most = Math.max(...bars.map(({ value }) => value), 1)
  return (
    <ol className={css.list}>
      {bars.map(({ key, label, value, note }) => (
        <li key={key} className={css.row}>
          <span className={css.bar} style={{ width: `${(value / most) * 100}%` }} />
          <span className={css.label}>{label}</span>
          {note && <span className={css.note}>{note}</span>}
          <span className={css.value}>{format(value)}</span>
        </li>
      ))}
    </ol>
  )
}
