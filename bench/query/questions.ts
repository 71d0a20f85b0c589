import { counterNames, createRandom as createSeeded } from '@octometer/testkit'
import { repositoryName } from './generate-rows.ts'

/** A question and a filter: each run asks it about other repositories and times. */
export interface Case {
  readonly question: 'counters' | 'trend' | 'pull requests'
  readonly repositories: number
  /** Path and query of one run. */
  path(random: Random, until: Date): string
}

export interface Random {
  /** From 0, inclusive, to `below`, exclusive; whole. */
  int(below: number): number
}

const DAY_SECONDS = 86_400
const TWO_YEARS_DAYS = 730
const REPOSITORIES = 500

const FILTERS = [0, 1, 10] as const

export const cases: readonly Case[] = FILTERS.flatMap((repositories) => [
  {
    question: 'counters' as const,
    repositories,
    path: (random, until) =>
      `/api/v1/counters?${query({ window: windowOf(random, until) }, repositories, random)}`,
  },
  {
    question: 'trend' as const,
    repositories,
    path: (random, until) => trendPath(repositories, random, until),
  },
  {
    question: 'pull requests' as const,
    repositories,
    path: (random, until) => `/api/v1/pull-requests?${query(listOf(random, until), repositories, random)}`,
  },
])

/** Half the calendar's windows, half any two times to the second. */
function windowOf(random: Random, until: Date): string {
  const named = ['day', 'week', 'month', 'all'][random.int(8)]
  if (named !== undefined) return named
  const { since, until: end } = rangeOf(random, until, TWO_YEARS_DAYS)
  return `${since}..${end}`
}

const TREND_DAYS = { hour: 40, day: TWO_YEARS_DAYS, week: TWO_YEARS_DAYS } as const

function trendPath(repositories: number, random: Random, until: Date): string {
  const counter = counterNames[random.int(counterNames.length)] ?? 'commits'
  const bucket = (['hour', 'day', 'week'] as const)[random.int(3)] ?? 'day'
  const range = random.int(2) === 0 ? {} : rangeOf(random, until, TREND_DAYS[bucket])
  return `/api/v1/counters/${counter}/trend?${query({ bucket, ...range }, repositories, random)}`
}

/** Half of everything, half by state; a third within a range. */
function listOf(random: Random, until: Date): Record<string, string> {
  const state = ['open', 'closed', 'merged'][random.int(6)]
  const range = random.int(3) === 0 ? rangeOf(random, until, 90) : {}
  return { ...(state === undefined ? {} : { state }), ...range }
}

function rangeOf(random: Random, until: Date, longestDays: number): { since: string; until: string } {
  const end = until.getTime() / 1_000
  const length = 1 + random.int(longestDays * DAY_SECONDS)
  const since = end - length - random.int(TWO_YEARS_DAYS * DAY_SECONDS - length + 1)
  return { since: iso(since), until: iso(since + length) }
}

function iso(seconds: number): string {
  return new Date(seconds * 1_000).toISOString()
}

function query(parameters: Record<string, string>, repositories: number, random: Random): string {
  const search = new URLSearchParams(parameters)
  for (let index = 0; index < repositories; index += 1) {
    search.append('repository', repositoryName(random.int(REPOSITORIES)))
  }
  return search.toString()
}

/** The same questions in every run and at every size. */
export function createRandom(seed: number): Random {
  const { int } = createSeeded(seed)
  return { int: (below) => int(0, below - 1) }
}
