import { useNavigate, useSearch } from '@tanstack/react-router'
import { createContext, use, useCallback, useMemo } from 'react'
import { type Filters, listOf, readFilters, type Search, writeFilters } from './filters.ts'
import { type Period, periodOf } from './period.ts'

/** The minute that it is, in milliseconds: presets end with it. */
export const NowContext = createContext(0)

export const useNow = (): number => use(NowContext)

/** What the address says, and how it is changed: what is given undefined is taken out. */
export function useAddress(): readonly [Search, (changes: Search, how?: { replace: boolean }) => void] {
  const search: Search = useSearch({ strict: false })
  const navigate = useNavigate()
  const change = useCallback(
    (changes: Search, { replace } = { replace: true }) =>
      void navigate({
        to: '.',
        search: (before: Search) => ({ ...before, ...changes }),
        replace,
        resetScroll: false,
      } as Parameters<typeof navigate>[0]),
    [navigate],
  )
  return [search, change]
}

/** The filters of the address, and how they are changed. */
export function useFilters(): readonly [Filters, (changes: Partial<Filters>) => void] {
  const [search, change] = useAddress()
  const filters = useMemo(() => readFilters(search), [search])
  const set = useCallback(
    (changes: Partial<Filters>) => change(writeFilters({ ...filters, ...changes })),
    [change, filters],
  )
  return [filters, set]
}

/** What a page keeps in the address beside the filters: a choice, an opened thing. '' is as good as none. */
export function useAddressValue(
  name: string,
): readonly [string, (value: string, how?: { replace: boolean }) => void] {
  const [search, change] = useAddress()
  const set = useCallback(
    (value: string, how?: { replace: boolean }) => change({ [name]: value === '' ? undefined : value }, how),
    [change, name],
  )
  return [listOf(search[name])[0] ?? '', set]
}

/** The period that is looked at. */
export function usePeriod(): Period {
  const now = useNow()
  const [{ range }] = useFilters()
  return useMemo(() => periodOf(range, now), [range, now])
}

/** Looks at a part of the period alone, as a chart tells it by dragging; times in milliseconds. */
export function useZoom(): (since: number, until: number) => void {
  const [, setFilters] = useFilters()
  return (since, until) =>
    setFilters({ range: { since: new Date(since).toISOString(), until: new Date(until).toISOString() } })
}

/** Filters as most operations take them; each takes out what it knows. */
export interface FilterParameters extends Period {
  readonly repository: string[] | undefined
  readonly author: string[] | undefined
  readonly exclude_user: string[] | undefined
  readonly exclude_maintainers: 'true' | undefined
  readonly team: string[] | undefined
  readonly kind: ('person' | 'bot' | 'ai_agent')[] | undefined
}

export function useFilterParameters(): FilterParameters {
  const period = usePeriod()
  const [{ repositories, people, exclude, teams, bots, maintainers }] = useFilters()
  return useMemo(
    () => ({
      ...period,
      repository: given(repositories),
      author: given(people),
      exclude_user: given(exclude),
      exclude_maintainers: maintainers ? undefined : 'true',
      team: given(teams),
      kind: bots ? ['person', 'bot', 'ai_agent'] : undefined,
    }),
    [period, repositories, people, exclude, teams, bots, maintainers],
  )
}

function given(values: readonly string[]): string[] | undefined {
  return values.length === 0 ? undefined : [...values]
}
