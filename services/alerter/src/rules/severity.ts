import { type Severity, severities } from '@octometer/event-contracts'

/** The worse of the two. */
export function atLeast(one: Severity, other: Severity): Severity {
  return severities.indexOf(one) < severities.indexOf(other) ? other : one
}
