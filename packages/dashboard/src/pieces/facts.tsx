import type { ReactNode } from 'react'
import css from './facts.module.css'

interface FactsProps {
  /** Names and what is known under them. */
  readonly facts: readonly (readonly [name: string, value: ReactNode])[]
}

/** What is known of one thing, a line each. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className={css.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-fact={name}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
