import type { CounterName } from './names.ts'

/** One thing that is counted: what it is, and when by its own account. */
export interface Fact {
  readonly counter: CounterName
  readonly key: string
  readonly at: Date
}
