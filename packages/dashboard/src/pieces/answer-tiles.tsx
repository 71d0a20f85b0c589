import type { ReactNode } from 'react'
import { StatTile } from './stat-tile.tsx'

/** A number that is read out of an answer. */
export interface AnswerTile<T> {
  readonly label: string
  readonly read: (answer: T) => number | null
  readonly better?: 'more' | 'less'
  readonly format?: (value: number | null) => string
  /** What the number is made of. */
  readonly note?: (answer: T) => string
}

interface AnswerTilesProps<T extends object> {
  readonly tiles: readonly AnswerTile<T>[]
  /** Undefined until it is known. */
  readonly now: T | undefined
  /** The same of the period before, for the change; undefined where there is none. */
  readonly before: T | undefined
  /** Why the period before is unknown. */
  readonly unknown?: string | undefined
  readonly explain: (label: string) => ReactNode
}

/** Numbers of one answer, beside those of the period before. */
export function AnswerTiles<T extends object>(props: AnswerTilesProps<T>) {
  const { tiles, now, before, unknown, explain } = props
  return tiles.map(({ label, read, note, ...rest }) => (
    <StatTile
      key={label}
      label={label}
      value={now && read(now)}
      before={before ? read(before) : null}
      unknown={unknown}
      {...(note && { note: now ? note(now) : '' })}
      {...rest}
      action={explain(label)}
    />
  ))
}
