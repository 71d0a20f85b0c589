import { type Period, periodBefore } from '../filters/period.ts'
import { useFilterParameters, usePeriod } from '../filters/use-filters.ts'
import type { ApiProblem } from './api-problem.ts'
import type { Answer, Operation, Request } from './operations.ts'
import { useApi } from './use-api.ts'
import { unknownBefore, useHistory } from './use-history.ts'

interface Compared<Name extends Operation> {
  /** As it was asked, for `Explain`. */
  readonly request: Request<Name>
  readonly now: Answer<Name> | undefined
  readonly before: Answer<Name> | undefined
  /** Why the period before is unknown. */
  readonly unknown: string | undefined
  /** Why there is nothing to show. */
  readonly error: ApiProblem | null
}

/** The answer for the period that is looked at, and for the one of the same length before it. */
export function useCompared<Name extends Operation>(
  name: Name,
  requestOf: (period: Period) => Request<Name>,
): Compared<Name> {
  const period = usePeriod()
  const request = requestOf(period)
  const { data: now, error } = useApi(name, request)
  const earlier = periodBefore(period)
  const { data: before } = useApi(name, requestOf(earlier))
  const { repository } = useFilterParameters()
  const unknown = unknownBefore(earlier.since, useHistory(repository))
  return { request, now, before, unknown, error: now === undefined ? error : null }
}
