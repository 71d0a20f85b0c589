import { useMemo } from 'react'
import { periodBefore } from '../../filters/period.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'

/** What the routes about people take of the bar. */
export function usePeopleQuery() {
  const { since, until, repository, author, exclude_user, exclude_maintainers, kind } = useFilterParameters()
  return useMemo(
    () => ({ since, until, repository, user: author, exclude_user, exclude_maintainers, kind }),
    [since, until, repository, author, exclude_user, exclude_maintainers, kind],
  )
}

/** The same of the time before. */
export function usePeopleQueryBefore() {
  const query = usePeopleQuery()
  return useMemo(() => ({ ...query, ...periodBefore(query) }), [query])
}
