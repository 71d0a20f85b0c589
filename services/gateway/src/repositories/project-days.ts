import type { AnswerOf, getRepository } from '@octometer/gateway-api'
import { commitsByDay, type RepositoryDay, repositoryHistory } from '@octometer/read-store'
import { addDays, dateOf, startOfDay } from '../calendar.ts'
import type { GatewayContext } from '../context.ts'
import { wrongParameter } from '../request-parameters.ts'
import { COMMIT_DAYS } from './repository-counts.ts'
import { healthAt } from './repository-fields.ts'
import { linesOfCodeOf, techStackOf } from './tech-stack.ts'

type ProjectDay = AnswerOf<typeof getRepository>['days'][number]

const MOST_DAYS = 366

interface Range {
  readonly since: Date
  readonly until: Date
}

/** Seed 004's metrics of a project, a row for each day of the range from the first that anything is known of. */
export async function projectDays(
  { store, states, timezone }: GatewayContext,
  repository_id: number,
  range: Range,
  now: Date,
): Promise<ProjectDay[]> {
  const { dates, from, before } = calendarOf(range, timezone)
  const isCounted = (await states.liveGeneration('counters')) !== undefined
  const [history, commits] = await Promise.all([
    store.query(repositoryHistory, { repository_id, before }),
    isCounted ? store.query(commitsByDay, { repository_id, from, before }) : null,
  ])
  const knownUntil = statesByDay(history)
  const commitsOf = new Map(commits?.map((row) => [row.day, row.commits]))
  return dates.flatMap((date) => {
    const known = knownUntil(date)
    if (known === null) return []
    const end = new Date(Math.min(startOfDay(addDays(date, 1), timezone).getTime(), now.getTime()))
    return [
      {
        date,
        commits_30_days: commits === null ? null : sumOf(commitsOf, date),
        contributors: known.measured.contributors,
        lines_of_code: linesOfCodeOf(known),
        tech_stack: techStackOf(known),
        health: healthAt(known, known.state.open_items, end)?.score ?? null,
      },
    ]
  })
}

/** The days of a range, and from which day on commits count in them. Throws a 400 for too many. */
export function calendarOf({ since, until }: Range, timezone: string) {
  const first = dateOf(since, timezone)
  const before = addDays(dateOf(new Date(until.getTime() - 1), timezone), 1)
  const dates = datesBetween(first, before)
  if (dates.length > MOST_DAYS)
    throw wrongParameter('since', `must be at most ${MOST_DAYS} days before until`)
  return { dates, from: addDays(first, 1 - COMMIT_DAYS), before }
}

function datesBetween(first: string, before: string): string[] {
  const dates: string[] = []
  for (let date = first; date < before && dates.length <= MOST_DAYS; date = addDays(date, 1)) dates.push(date)
  return dates
}

function sumOf(commitsOf: ReadonlyMap<string, number>, date: string): number {
  return Array.from({ length: COMMIT_DAYS }, (_, days) => commitsOf.get(addDays(date, -days)) ?? 0).reduce(
    (sum, commits) => sum + commits,
    0,
  )
}

/** What was known at the end of a day: days are asked for in their order. Null before anything was. */
export function statesByDay(history: readonly RepositoryDay[]): (date: string) => RepositoryDay | null {
  const left = [...history]
  let known: RepositoryDay | null = null
  return (date) => {
    while (left[0] !== undefined && left[0].day <= date) {
      const day = left.shift()
      if (day !== undefined) known = known === null ? day : later(known, day)
    }
    return known
  }
}

/** A later day tells what it tells; of the rest what was known goes on. */
function later(before: RepositoryDay, day: RepositoryDay): RepositoryDay {
  return {
    ...day,
    state: day.state.mark > before.state.mark ? day.state : before.state,
    measured: day.measured.taken_at > before.measured.taken_at ? day.measured : before.measured,
    first_seen_at: before.first_seen_at ?? day.first_seen_at,
    deleted_at: day.deleted_at ?? before.deleted_at,
    ci_at: day.ci_at ?? before.ci_at,
    tests_at: day.tests_at ?? before.tests_at,
  }
}
