import type { RawValue } from './raw-values.ts'
import type { VariableEntry } from './variable.ts'

/** What was set, as it may be shown: null for a secret, and nothing of what stands before the `@` of an address. */
export function shownValue({ secret }: VariableEntry, { value }: RawValue): string | null {
  if (secret === true) return null
  const text = typeof value === 'string' ? value : value.join(',')
  return secret === 'userinfo' ? text.replace(/^.*@/s, '…@') : text
}
