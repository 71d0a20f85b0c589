import type { ReactNode } from 'react'
import css from './moment-list.module.css'

interface MomentListProps {
  /** What happened, and in which order. */
  readonly label: string
  readonly children: ReactNode
}

/** What happened to one thing, a line each. */
export function MomentList({ label, children }: MomentListProps) {
  return (
    <ol className={css.list} aria-label={label}>
      {children}
    </ol>
  )
}

interface MomentProps {
  /** At the beginning of the line: its state, or when it was. */
  readonly mark: ReactNode
  /** At its end, in grey. */
  readonly end?: ReactNode
  readonly children: ReactNode
}

export function Moment({ mark, end, children }: MomentProps) {
  return (
    <li>
      <span>{mark}</span>
      <span className={css.what}>{children}</span>
      {end !== undefined && <span className={css.end}>{end}</span>}
    </li>
  )
}
