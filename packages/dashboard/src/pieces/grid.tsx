import type { CSSProperties, ReactNode } from 'react'
import css from './grid.module.css'

interface TilesProps {
  /** What the numbers are of, for who listens. */
  readonly label: string
  /** To a row, where there is room. */
  readonly most: number
  readonly children: ReactNode
}

/** Numbers side by side; the rows are filled, whatever the width. */
export function Tiles({ label, most, children }: TilesProps) {
  return (
    <section className={css.tiles} style={{ '--most': most } as CSSProperties} aria-label={label}>
      {children}
    </section>
  )
}

interface PairProps {
  /** Which of the two has more room; neither unless given. */
  readonly wide?: 'first'
  readonly children: ReactNode
}

/** Two panels side by side, or below each other where there is little room. */
export function Pair({ wide, children }: PairProps) {
  return (
    <div className={css.pair} data-wide={wide}>
      {children}
    </div>
  )
}
