import type { ExpectedApiUsage } from './api-usage.ts'
import { type CounterName, counterNames, type ExpectedFact } from './oracle-counters.ts'
import type { ExpectedPullRequest } from './oracle-pull-requests.ts'
import { type CalendarUnit, isoSeconds, nextUnit, startOfUnit } from './zone.ts'

interface CountQuestion {
  readonly counter: CounterName
  /** Ids of repositories; all when absent. */
  readonly repositoryIds?: readonly number[]
  /** Inclusive. */
  readonly since?: Date
  /** Exclusive. */
  readonly until?: Date
}

interface TrendQuestion extends CountQuestion {
  readonly bucket: Exclude<CalendarUnit, 'month'>
  readonly since: Date
  readonly until: Date
  /** IANA; the workload's when absent. Days start at its midnight, weeks on its Monday. */
  readonly timezone?: string
}

interface TrendPoint {
  /** Start of the bucket in UTC: `2024-05-13T00:00:00Z`. */
  readonly start: string
  readonly value: number
}

export interface Expected {
  /** All time, all repositories. */
  readonly counters: Readonly<Record<CounterName, number>>
  readonly facts: readonly ExpectedFact[]
  count(question: CountQuestion): number
  /**
   * Every bucket that meets [since, until), gaps as 0, oldest first. Only what lies in [since, until) counts, also
   * in the first and last bucket.
   */
  trend(question: TrendQuestion): TrendPoint[]
  readonly pullRequests: readonly ExpectedPullRequest[]
  /** Undefined when no `pull_request` delivery told of it. */
  pullRequest(repositoryId: number, number: number): ExpectedPullRequest | undefined
  readonly apiUsage: ExpectedApiUsage
  readonly deliveries: {
    /** Distinct GUIDs. */
    readonly total: number
    readonly byEvent: Readonly<Record<string, number>>
  }
}

export interface Told {
  readonly facts: readonly ExpectedFact[]
  readonly pullRequests: readonly ExpectedPullRequest[]
  readonly apiUsage: ExpectedApiUsage
  readonly deliveriesByEvent: Readonly<Record<string, number>>
}

/** Answers from what was told; `timezone` is that of trends that name none. */
export function createExpected(told: Told, timezone: string): Expected {
  const byCounter = new Map<CounterName, ExpectedFact[]>(counterNames.map((name) => [name, []]))
  for (const fact of told.facts) byCounter.get(fact.counter)?.push(fact)
  const factsOf = (question: CountQuestion) =>
    (byCounter.get(question.counter) ?? []).filter(matches(question))
  const pulls = new Map(told.pullRequests.map((pull) => [`${pull.repository_id}#${pull.number}`, pull]))
  const total = Object.values(told.deliveriesByEvent).reduce((sum, count) => sum + count, 0)
  return {
    counters: totalsOf(byCounter),
    facts: told.facts,
    count: (question) => factsOf(question).length,
    trend: (question) => trendOf({ timezone, ...question }, factsOf(question)),
    pullRequests: told.pullRequests,
    pullRequest: (repositoryId, number) => pulls.get(`${repositoryId}#${number}`),
    apiUsage: told.apiUsage,
    deliveries: { total, byEvent: told.deliveriesByEvent },
  }
}

function totalsOf(byCounter: ReadonlyMap<CounterName, readonly ExpectedFact[]>): Record<CounterName, number> {
  const of = (counter: CounterName) => byCounter.get(counter)?.length ?? 0
  return {
    commits: of('commits'),
    pushes: of('pushes'),
    pulls_opened: of('pulls_opened'),
    pulls_merged: of('pulls_merged'),
    pulls_closed: of('pulls_closed'),
    issues_opened: of('issues_opened'),
    issues_closed: of('issues_closed'),
    deployments: of('deployments'),
    build_failures: of('build_failures'),
    test_failures: of('test_failures'),
    conflicts: of('conflicts'),
    hotfixes: of('hotfixes'),
  }
}

function matches({ repositoryIds, since, until }: CountQuestion): (fact: ExpectedFact) => boolean {
  const wanted = repositoryIds === undefined ? null : new Set(repositoryIds)
  const first = since?.getTime() ?? Number.NEGATIVE_INFINITY
  const end = until?.getTime() ?? Number.POSITIVE_INFINITY
  return ({ repositoryId, at }) => at >= first && at < end && (wanted === null || wanted.has(repositoryId))
}

function trendOf(
  question: TrendQuestion & { readonly timezone: string },
  facts: readonly ExpectedFact[],
): TrendPoint[] {
  const { bucket, since, until, timezone } = question
  const counts = new Map<number, number>()
  for (const { at } of facts) {
    const start = startOfUnit(bucket, at, timezone)
    counts.set(start, (counts.get(start) ?? 0) + 1)
  }
  const points: TrendPoint[] = []
  let start = startOfUnit(bucket, since.getTime(), timezone)
  while (start < until.getTime()) {
    points.push({ start: isoSeconds(start), value: counts.get(start) ?? 0 })
    start = nextUnit(bucket, start, timezone)
  }
  return points
}
