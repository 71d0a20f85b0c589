import { useApi } from '../../api/use-api.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'

export const doraSources = {
  deployments: 'Production deployments',
  releases: 'Published releases',
  merges: 'Merges into the default branch',
} as const

type Source = keyof typeof doraSources

/** What counts as a deployment, as the address says. */
export function useDoraSource(): readonly [Source, (source: string) => void] {
  const [chosen, choose] = useAddressValue('source')
  return [chosen in doraSources ? (chosen as Source) : 'deployments', choose]
}

/** DORA of the period, with the one before; also by week or by repository. */
export function useDora(group_by?: 'week' | 'repository') {
  const { repository, since, until } = useFilterParameters()
  const [source] = useDoraSource()
  const request = { query: { source, repository, since, until, group_by, compare: 'previous' as const } }
  return { request, query: useApi('getDora', request) }
}
