import type { ReactNode } from 'react'
import css from './badge.module.css'

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'merged' | 'accent'

interface BadgeProps {
  /** What its colour means; grey means nothing. */
  readonly tone?: Tone
  readonly children: ReactNode
}

/** A word about the state of something. */
export function Badge({ tone = 'plain', children }: BadgeProps) {
  return <span className={`${css.badge} ${css[tone]}`}>{children}</span>
}
