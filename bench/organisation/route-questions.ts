import type { Random } from '../query/questions.ts'
import type { Organisation } from './expressions.ts'
import type { Known, RouteCase } from './known.ts'
import { repositoryName } from './other-rows.ts'
import { routeCases, YEAR_DAYS, yearOf } from './route-cases.ts'

/** A GET route, as the gateway's own OpenAPI document describes it. */
export interface Route {
  readonly path: string
  readonly parameters: readonly string[]
}

/** One kind of question: every run asks it about other repositories and times. */
export interface RouteQuestion {
  readonly route: string
  readonly what: string
  /** Pages that are turned before the one that is timed. */
  readonly pages: number
  path(random: Random): string
}

/** A route that nobody wrote a case for. */
class UnknownRouteError extends Error {
  override readonly name = 'UnknownRouteError'
  readonly code = 'unknown_route'
}

const DAY_MS = 86_400_000
const DEEP_PAGES = 10
const PLAIN = () => ({})

/** What is asked of these routes. Throws UnknownRouteError for those without a case: none is to be forgotten. */
export function questionsFor(routes: readonly Route[], known: Known): readonly RouteQuestion[] {
  const forgotten = routes.filter(({ path }) => routeCases[path] === undefined).map(({ path }) => path)
  if (forgotten.length > 0)
    throw new UnknownRouteError(`route-cases.ts has no case for ${forgotten.join(', ')}: write one for each`)
  return routes.flatMap((route) => questionsOf(route, routeCases[route.path] ?? {}, known))
}

type Query = (random: Random) => Readonly<Record<string, string>>

function questionsOf(route: Route, given: RouteCase, known: Known): readonly RouteQuestion[] {
  if (given.leftOut !== undefined) return []
  const own = Object.entries(given.more ?? {}).map(
    ([what, query]) => [what, (random: Random) => query(random, known)] as const,
  )
  return [...usual(route, known.organisation, given.longest), ...own].map(([what, query]) => ({
    route: route.path,
    what,
    pages: what === DEEP ? DEEP_PAGES : 0,
    path: (random) => {
      const search = new URLSearchParams({ ...given.always?.(random, known), ...query(random) })
      return `${fillPath(route.path, given.path?.(random, known) ?? {})}${search.size === 0 ? '' : `?${search}`}`
    },
  }))
}

const DEEP = `after ${DEEP_PAGES} pages`

/** What every route is asked, as far as it takes the parameters; the seeds' paths call them by other names. */
function usual(
  { parameters }: Route,
  organisation: Organisation,
  longest = organisation.days,
): readonly (readonly [string, Query])[] {
  const has = (name: string) => parameters.includes(name)
  const by = has('repository') ? 'repository' : 'repositories'
  const [from, to] = has('since') ? ['since', 'until'] : ['start_time', 'end_time']
  const repository = (random: Random) => ({ [by]: repositoryName(random.int(organisation.repositories)) })
  const named = ({ since, until }: Window) => ({ [from]: since, [to]: until })
  const year = () => named(yearOf(organisation))
  const windows = [
    ['a week', 7, (random: Random) => named(windowOf(random, organisation, 7))],
    ['90 days', 90, (random: Random) => named(windowOf(random, organisation, 90))],
    ['a year', YEAR_DAYS, year],
  ] as const
  return [
    ['no filter', PLAIN],
    ...(has(by) ? [['one repository', repository] as const] : []),
    ...(has(from)
      ? windows.filter(([, days]) => days <= longest).map(([what, , query]) => [what, query] as const)
      : []),
    ...(has(from) && has(by) && longest > YEAR_DAYS
      ? [['one repository, a year', (random: Random) => ({ ...repository(random), ...year() })] as const]
      : []),
    ...(has('limit') ? [['a page of 1000', () => ({ limit: '1000' })] as const] : []),
    ...(has('cursor') ? [[DEEP, PLAIN] as const] : []),
    ...(has('page') ? [[`page ${DEEP_PAGES}`, () => ({ page: `${DEEP_PAGES}` })] as const] : []),
  ]
}

interface Window {
  readonly since: string
  readonly until: string
}

/** Any window of so many days within the year. */
function windowOf(random: Random, { until }: Organisation, length: number): Window {
  const end = until.getTime() - random.int(YEAR_DAYS - length) * DAY_MS
  return { since: new Date(end - length * DAY_MS).toISOString(), until: new Date(end).toISOString() }
}

function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''))
}
