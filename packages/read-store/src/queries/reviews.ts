import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  eitherOf,
  inRepositories,
  noneOfAnyCase,
  noneOfTexts,
  oneOf,
  repositoryIds,
  second,
  secondRange,
  timeRange,
  toSecond,
  where,
} from './conditions.ts'
import { STARTS } from './pull-request-phases.ts'
import { type SortColumns, sortedCount, sortedNumber, sortedPage, sortedRow, sorting } from './sorting.ts'

/** Which reviews are asked for. Logins are in lower case. */
export const reviewQuestion = {
  ...timeRange,
  repositories: repositoryIds,
  /** Whose; null: anybody's. */
  reviewers: anyOfTexts,
  /** One of them is the reviewer or the author; null: anybody. */
  around: anyOfTexts,
  /** None of them is either. */
  without: noneOfTexts,
}

export type ReviewQuestion = z.output<z.ZodObject<typeof reviewQuestion>>

/** Contributions that review, or approve. */
export const REVIEWS = "kind IN ('review', 'approval', 'approval_label')"

/**
 * SELECT of each pull request and reviewer, with what was done in the range: reviews, approving ones, the first of them, and how
 * many seconds the first review and the first approval (by a review or by a label that names the reviewer) took since the pull
 * request was ready. Those are null when they were before the range, never, or since nobody knows when.
 */
export function reviewedPulls(question: ReviewQuestion): Condition {
  const { since, until, repositories, reviewers, around, without } = question
  const scope = [inRepositories(repositories), { sql: REVIEWS, values: {} }]
  const whose = [
    oneOf('login_key', 'reviewers', reviewers),
    noneOfAnyCase('login_key', without),
    ...secondRange('at', { since: null, until }),
  ]
  const touched = where([...scope, ...secondRange('at', { since, until })])
  const inTouched = `(repository_id, number) IN (SELECT repository_id, number FROM contributions ${touched.sql})`
  const all = where([...scope, ...whose, since && { sql: inTouched, values: touched.values }])
  const from = since === null ? "toDateTime(0, 'UTC')" : second('since')
  const asked = where([
    { sql: 'newest >= its_beginning', values: {} },
    noneOfAnyCase('author_key', without),
    eitherOf([oneOf('reviewer', 'around', around), oneOf('author_key', 'around', around)]),
  ])
  return {
    sql: `
      SELECT its_repository, its_number, reviewer, author, lower(author) AS author_key, started_at, opened_at, reviews, approvals,
        first_in_range, ${waited('first_review')} AS review_seconds, ${waited('first_approval')} AS approval_seconds
      FROM (
        SELECT repository_id AS its_repository, number AS its_number, login_key AS reviewer, max(at) AS newest, ${from} AS its_beginning,
          countIf(kind = 'review' AND at >= its_beginning) AS reviews, countIf(kind = 'approval' AND at >= its_beginning) AS approvals,
          minOrNullIf(at, kind = 'review' AND at >= its_beginning) AS first_in_range,
          minOrNullIf(at, kind = 'review') AS first_review, minOrNullIf(at, kind != 'review') AS first_approval
        FROM contributions ${all.sql} GROUP BY repository_id, number, login_key) AS reviewed
      LEFT JOIN (
        SELECT repository_id AS life_repository, number AS life_number, author, created_at AS opened_at, ${STARTS},
          nullIf(start_at, toDateTime(0, 'UTC')) AS started_at
        FROM pull_request_lives ${where([inRepositories(repositories), since && { sql: inTouched, values: {} }]).sql}) AS lives
      ON its_repository = life_repository AND its_number = life_number
      ${asked.sql}`,
    values: { ...touched.values, ...all.values, ...asked.values, ...(since && { since: toSecond(since) }) },
  }
}

/** What came before it was ready took none. */
function waited(moment: string): string {
  return `if(${moment} >= its_beginning, if(${moment} < started_at, 0, toInt64(${moment}) - toInt64(started_at)), NULL)`
}

const seconds = z.number().nullable()

const MILLISECONDS = 1000

const pairOrders: SortColumns = {
  reviewer: { sql: 'reviewer', type: 'String' },
  author: { sql: "nullIf(author_key, '')", type: 'String' },
  pull_requests: sortedCount('pull_requests'),
  reviews: sortedCount('reviews'),
  approvals: sortedCount('approvals'),
  first_reviews: sortedCount('first_reviews'),
  first_review_median: sortedNumber('assumeNotNull(median)', 'isNotNull(median)', MILLISECONDS),
}

const pairKey = { author_key: 'String', reviewer: 'String' } as const

const pairRow = z.object({
  reviewer: z.string(),
  author_key: z.string(),
  /** As it is spelled; empty for an account that GitHub no longer tells. */
  author: z.string(),
  pull_requests: z.number(),
  reviews: z.number(),
  approvals: z.number(),
  first_reviews: z.number(),
  median: seconds,
  all_pairs: z.number(),
  all_reviews: z.number(),
  all_approvals: z.number(),
  ...sortedRow,
})

/** Who reviews whom: a page of pairs, each with the totals of all of them. */
export const reviewPairs = defineQuery({
  name: 'reviews.pairs',
  parameters: z.object({ ...reviewQuestion, sorting, limit: z.int() }),
  row: pairRow,
  render: ({ sorting: asked, limit, ...question }) => {
    const { sql, values } = reviewedPulls(question)
    const { column, after, order } = sortedPage(pairOrders, pairKey, asked, '>')
    const rest = where([after])
    return {
      sql: `
        SELECT *, ${column} FROM (
          SELECT reviewer, author_key, max(pulls.author) AS author, count() AS pull_requests, sum(pulls.reviews) AS reviews,
            sum(pulls.approvals) AS approvals, count(review_seconds) AS first_reviews,
            quantileExactInclusiveOrNull(0.5)(review_seconds) AS median, count() OVER () AS all_pairs,
            sum(reviews) OVER () AS all_reviews, sum(approvals) OVER () AS all_approvals
          FROM (${sql}) AS pulls WHERE pulls.reviews > 0 GROUP BY reviewer, author_key)
        ${rest.sql} ${order} LIMIT {limit:UInt32} SETTINGS final = 1`,
      values: { ...values, ...rest.values, limit },
    }
  },
})

const timesRow = z.object({
  of_all: z.boolean(),
  /** In lower case; empty of all together. */
  reviewer: z.string(),
  reviews: z.number(),
  first_reviews: z.number(),
  review_mean: seconds,
  review_median: seconds,
  first_approvals: z.number(),
  approval_mean: seconds,
  approval_median: seconds,
})

export type ReviewTimesRow = z.output<typeof timesRow>

/** How long first reviews and first approvals took, by reviewer and of all together. */
export const reviewTimes = defineQuery({
  name: 'reviews.times',
  parameters: z.object(reviewQuestion),
  row: timesRow,
  render: (question) => {
    const { sql, values } = reviewedPulls(question)
    const spread = (moment: string) =>
      `count(${moment}_seconds) AS first_${moment}s, avgOrNull(${moment}_seconds) AS ${moment}_mean,
        quantileExactInclusiveOrNull(0.5)(${moment}_seconds) AS ${moment}_median`
    return {
      sql: `
        SELECT toBool(grouping(reviewer) = 1) AS of_all, reviewer, sum(pulls.reviews) AS reviews, ${spread('review')}, ${spread('approval')}
        FROM (${sql}) AS pulls GROUP BY GROUPING SETS ((), (reviewer)) ORDER BY reviewer SETTINGS final = 1`,
      values,
    }
  },
})

export const waitingQuestion = {
  repositories: repositoryIds,
  /** In lower case; null: anybody's. */
  authors: anyOfTexts,
}

export type WaitingQuestion = z.output<z.ZodObject<typeof waitingQuestion>>

/** WHERE of the pull requests that are open now and that nobody has approved, neither by a review nor by a label. */
export function waitingPulls({ repositories, authors }: WaitingQuestion): RenderedQuery {
  const open = 'bitAnd(mark, 1) = 0 AND isNull(merged_at)'
  const unapproved = 'isNull(first_approval_at) AND isNull(approval_label_at)'
  return where([
    inRepositories(repositories),
    oneOf('lower(author)', 'authors', authors),
    { sql: `${open} AND ${unapproved}`, values: {} },
  ])
}

export const waitingForApproval = defineQuery({
  name: 'reviews.waiting_for_approval',
  parameters: z.object(waitingQuestion),
  row: z.object({ pull_requests: z.number() }),
  render: (question) => {
    const { sql, values } = waitingPulls(question)
    return {
      sql: `SELECT count() AS pull_requests FROM pull_request_lives ${sql} SETTINGS final = 1`,
      values,
    }
  },
})
