import { useMemo } from 'react'
import { usePeriod } from '../../filters/use-filters.ts'

const HOUR = 3_600_000
/** What the route answers at most. */
const MOST_HOURS = 31 * 24

/** The period of the bar in whole hours, its end kept: so much of it as the intake is known for. */
export function useIntakePeriod(most = MOST_HOURS): { readonly since: string; readonly until: string } {
  const { since, until } = usePeriod()
  return useMemo(() => {
    const end = Math.ceil(Date.parse(until) / HOUR) * HOUR
    const start = Math.max(Math.floor(Date.parse(since) / HOUR) * HOUR, end - most * HOUR)
    return { since: new Date(start).toISOString(), until: new Date(end).toISOString() }
  }, [since, until, most])
}
