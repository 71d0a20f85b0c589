import type { ConfigGroup } from './config.ts'
import type { Kind } from './kinds.ts'

/** One environment variable: all that is known of it stands in its entry. */
export interface Variable<T, D extends string | null> {
  readonly group: ConfigGroup
  readonly kind: Kind<T>
  /** As it would be set; null where it has none. */
  readonly default: D
  readonly mayBe: string
  readonly description: string
  /** True: the value is never shown. `userinfo`: what stands before an `@` is not shown. */
  readonly secret: boolean | 'userinfo'
}

export type VariableEntry = Variable<unknown, string | null>

/** A variable's checked value; null where it has no default and was not set. */
export type Checked<V> = V extends Variable<infer T, infer D> ? (D extends string ? T : T | null) : never

/** An entry of the table; `mayBe` is given where the kind does not say it exactly. */
export function variable<T, D extends string | null>(
  group: ConfigGroup,
  kind: Kind<T>,
  fallback: D,
  description: string,
  { mayBe = kind.mayBe, secret = false }: { mayBe?: string; secret?: VariableEntry['secret'] } = {},
): Variable<T, D> {
  return { group, kind, default: fallback, mayBe, description, secret }
}
