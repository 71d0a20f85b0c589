/** What the address says after its `?`: the filters of every page, and what the page itself keeps there. */
export type Search = Readonly<Record<string, string | readonly string[] | undefined>>

export const rangePresets = {
  '24h': { label: 'Last 24 hours', hours: 24 },
  '7d': { label: 'Last 7 days', hours: 24 * 7 },
  '30d': { label: 'Last 30 days', hours: 24 * 30 },
  '90d': { label: 'Last 90 days', hours: 24 * 90 },
  '1y': { label: 'Last year', hours: 24 * 365 },
} as const

export type RangePreset = keyof typeof rangePresets
const DEFAULT_RANGE: RangePreset = '7d'

export type FilterRange =
  | { readonly preset: RangePreset }
  /** ISO times; `until` is exclusive. */
  | { readonly since: string; readonly until: string }

export interface Filters {
  readonly range: FilterRange
  readonly repositories: readonly string[]
  readonly people: readonly string[]
  readonly exclude: readonly string[]
  readonly teams: readonly string[]
  /** People alone unless true. */
  readonly bots: boolean
  /** Without who maintains a repository of the answer, when false. */
  readonly maintainers: boolean
}

/** The parameters of the address that are filters: they go along from page to page. */
const names = [
  ...['range', 'since', 'until', 'repository', 'person', 'exclude', 'team'],
  ...['bots', 'maintainers'],
] as const

/** What is wrong in an address is as good as not there. */
export function readFilters(search: Search): Filters {
  return {
    range: readRange(search),
    repositories: listOf(search.repository),
    people: listOf(search.person),
    exclude: listOf(search.exclude),
    teams: listOf(search.team),
    bots: search.bots === 'with',
    maintainers: search.maintainers !== 'without',
  }
}

/** The filters as parameters; what is as it would be anyway is left out. */
export function writeFilters(filters: Filters): Search {
  const { range, repositories, people, exclude, teams, bots, maintainers } = filters
  const preset = 'preset' in range ? range.preset : undefined
  return {
    range: preset === DEFAULT_RANGE ? undefined : preset,
    since: 'since' in range ? range.since : undefined,
    until: 'since' in range ? range.until : undefined,
    repository: repositories.length > 0 ? repositories : undefined,
    person: people.length > 0 ? people : undefined,
    exclude: exclude.length > 0 ? exclude : undefined,
    team: teams.length > 0 ? teams : undefined,
    bots: bots ? 'with' : undefined,
    maintainers: maintainers ? undefined : 'without',
  }
}

/** What goes along to another page. */
export function onlyFilters(search: Search): Search {
  return Object.fromEntries(
    names.flatMap((name) => (search[name] === undefined ? [] : [[name, search[name]]])),
  )
}

export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined || value === '') return []
  return typeof value === 'string' ? [value] : value
}

function readRange({ range, since, until }: Search): FilterRange {
  if (typeof since === 'string' && typeof until === 'string' && Date.parse(since) < Date.parse(until)) {
    return { since: new Date(since).toISOString(), until: new Date(until).toISOString() }
  }
  const preset = Object.keys(rangePresets).find((each) => each === range) as RangePreset | undefined
  return { preset: preset ?? DEFAULT_RANGE }
}

/** The address's parameters in plain writing: `repository=a/b&repository=c/d`. */
export function parseSearch(text: string): Search {
  const parameters = new URLSearchParams(text)
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const all = parameters.getAll(name)
      return [name, all.length === 1 ? all[0] : all]
    }),
  )
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (typeof each === 'string' && each !== '') parameters.append(name, each)
    }
  }
  // A slash and a colon are at home in a query; the address stays readable.
  const text = parameters.toString().replaceAll('%2F', '/').replaceAll('%3A', ':')
  return text === '' ? '' : `?${text}`
}
