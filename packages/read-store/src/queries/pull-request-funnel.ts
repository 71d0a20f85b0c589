import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { type Condition, second, tableOf, toSecond } from './conditions.ts'
import { pullRequestQuestion, wantedPulls } from './pull-request-lives.ts'
import { MOMENTS, phasesOf } from './pull-request-phases.ts'
import { mean, quantiles } from './spread.ts'

/** Of the metrics' question what is about pull requests as they are, not about groups and comparisons. */
export const funnelQuestion = pullRequestQuestion
  .pick({ generation: true, period: true, repositories: true, authors: true, without: true })
  .extend(pullRequestQuestion.pick({ kinds: true, agents: true, bots: true, of_members: true }).shape)

export type FunnelQuestion = z.output<typeof funnelQuestion>

const counts = z.array(z.number())
const durations = z.tuple([z.number(), mean, quantiles.unwrap(), counts])

const funnelRow = z.object({
  /** By how far they came (no review, a review, an approval) and what became of each: merged, closed, open. */
  places: counts,
  /** Of pickup, review, merge and the whole: how many are known, their mean, median, P75 and P90, and how many are in each bin. */
  phases: z.array(durations),
})

/** No review, a review, an approval. */
const STAGE = 'multiIf(isNull(first_review_at), 0, isNull(first_approval_at), 1, 2)'
/** Merged, closed, open. */
const FATES = 3
const FATE = 'multiIf(isNotNull(merged_at), 0, bitAnd(mark, 1) = 1, 1, 2)'

/** What became of the pull requests that were opened in the period: one row. */
export const pullRequestFunnel = defineQuery({
  name: 'pull_requests.funnel',
  parameters: funnelQuestion.extend({ bounds: z.array(z.int()).readonly() }),
  row: funnelRow,
  render: ({ bounds, ...question }) => {
    const { pickup, review, merge, cycle } = phasesOf('octometer').phases
    const names = Object.entries({ pickup, review, merge, cycle })
    const lives = livesOf(question, openedIn(question))
    const spreads = names.map(
      ([name]) => `(count(${name}), avgOrNull(${name}), quantilesExactInclusive(0.5, 0.75, 0.9)(${name}),
        countResample(0, ${bounds.length + 1}, 1)(${binOf(name, bounds)}))`,
    )
    return {
      sql: `
        SELECT countResample(0, ${3 * FATES}, 1)(place) AS places, [${spreads.join(', ')}] AS phases
        FROM (
          SELECT toUInt8(${STAGE} * ${FATES} + ${FATE}) AS place,
            ${names.map(([name, sql]) => `${sql} AS ${name}`).join(', ')}
          FROM (${lives.sql}))`,
      values: lives.values,
    }
  },
})

/** The first bin that holds it; one that is nowhere for what is not known. */
function binOf(seconds: string, bounds: readonly number[]): string {
  const bins = bounds.map((bound, index) => `${seconds} < ${bound}, ${index}`)
  return `toUInt8(multiIf(isNull(${seconds}), 255, ${bins.join(', ')}, ${bounds.length}))`
}

const standingRow = z.object({
  /** 0 a draft, 1 without review, 2 without approval, 3 approved. */
  place: z.number(),
  pull_requests: z.number(),
  mean,
  quantiles,
  /** Those that stand there for longest: since when in Unix seconds, repository, number. */
  longest: z.array(z.tuple([z.number(), z.number(), z.number()])),
})

const SINCE = `multiIf(
  place = 0, if(drafted_at > created_at, assumeNotNull(drafted_at), created_at),
  place = 1, start_at, place = 2, assumeNotNull(first_review_at), assumeNotNull(first_approval_at))`

/** Where the open ones stand now, and since when. */
export const standingPullRequests = defineQuery({
  name: 'pull_requests.standing',
  parameters: funnelQuestion.extend({ now: z.date(), longest: z.int() }),
  row: standingRow,
  render: ({ now, longest, ...question }) => {
    const lives = livesOf(question, OPEN)
    const detailed = tableOf('pull_requests', question.generation)
    return {
      sql: `
        SELECT place, count() AS pull_requests, avgOrNull(waited) AS mean,
          quantilesExactInclusiveOrNull(0.5, 0.75, 0.9)(waited) AS quantiles,
          arraySlice(arraySort(groupArray((since, repository_id, number))), 1, {longest:UInt32}) AS longest
        FROM (
          SELECT repository_id, number, if(ifNull(is_draft, false), 0, ${STAGE} + 1) AS place,
            toUInt32(${SINCE}) AS since, if(since > {now:UInt32}, 0, {now:UInt32} - since) AS waited
          FROM (${lives.sql}) AS pulls
          ANY LEFT JOIN (
            SELECT repository_id AS drafted_in, number AS drafted_number, newest.draft AS is_draft FROM (
              SELECT repository_id, number, max(p.detail) AS newest FROM ${detailed} AS p
              WHERE (repository_id, number) IN (SELECT repository_id, number FROM (${lives.sql}))
              GROUP BY repository_id, number)) AS drafts
          ON pulls.repository_id = drafts.drafted_in AND pulls.number = drafts.drafted_number)
        GROUP BY place ORDER BY place`,
      values: { ...lives.values, now: toSecond(now), longest },
    }
  },
})

/** Opened in the period, or open now: what a funnel is made of. */
export function funnelPulls(question: FunnelQuestion): Condition {
  const opened = openedIn(question)
  return livesOf(question, { sql: `((${opened.sql}) OR (${OPEN.sql}))`, values: opened.values })
}

// A mark of 0 is of one that comments alone told of: nobody knows whether it is open.
const OPEN: Condition = { sql: 'mark > 0 AND bitAnd(mark, 1) = 0', values: {} }

function openedIn({ period }: FunnelQuestion): Condition {
  return {
    sql: `mark > 0 AND created_at >= ${second('opened_since')} AND created_at < ${second('opened_until')}`,
    values: { opened_since: toSecond(period.since), opened_until: toSecond(period.until) },
  }
}

function livesOf(question: FunnelQuestion, which: Condition): Condition {
  const wanted = wantedPulls(question)
  return {
    sql: `
      SELECT *, lowerUTF8(author) AS author_key, ${MOMENTS}
      FROM ${tableOf('pull_request_lives', question.generation)} FINAL
      WHERE ${which.sql} ${wanted === null ? '' : `AND ${wanted.sql}`}`,
    values: { ...wanted?.values, ...which.values },
  }
}
