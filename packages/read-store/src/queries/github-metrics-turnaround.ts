import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import { anyOfTexts, type Condition, inRepositories, oneOfAnyCase, where } from './conditions.ts'
import {
  APPROVED,
  BY_OTHERS,
  hoursBetween,
  keyOf,
  LABELLED,
  mergedMoments,
  moments,
  OPENED,
  PULL,
  type Receipts,
  receipts,
  SUBMITTED,
  tenth,
} from './github-metrics-moments.ts'

const VERIFIED = "action = 'labeled' AND positionCaseInsensitive(subject, 'verified') > 0"
const CLOSED = "action IN ('closed', 'merged')"
const hours = z.number().nullable()

/** People whom an answer is about; null: all, or nobody left out. Logins left out are in lower case. */
const people = { users: anyOfTexts, without: anyOfTexts }

interface People {
  readonly users: readonly string[] | null
  readonly without: readonly string[] | null
}

function among(login: string, { users, without }: People): readonly (Condition | null)[] {
  return [
    oneOfAnyCase(`ifNull(${login}, '')`, 'users', users),
    without && { sql: `NOT has({without:Array(String)}, ${keyOf(login)})`, values: { without } },
  ]
}

/**
 * What ever happened to pull requests whose opening was received in the range: as upstream, only the opening is looked for
 * in it. Rows as those of `moments`, with those of pull requests whose opening is not known when there is no range.
 */
function livesOfOpened(range: Receipts, only: string): RenderedQuery {
  const of = { sql: `(${OPENED} OR ${only})`, values: {} }
  if (range.from === null && range.to === null)
    return mergedMoments(where([inRepositories(range.repositories), of]))
  const opened = moments(range, OPENED)
  const ofOpened = { sql: `(${PULL}) IN (SELECT ${PULL} FROM ${opened.sql})`, values: opened.values }
  return mergedMoments(where([of, ofOpened]))
}

/** Pull requests that were opened, each with what was found of it by a filter: a window over their moments sorts them all. */
function besideOpening(lives: string, found: string, filter: string): string {
  return `(
    SELECT repository_id, minIf(at, ${OPENED}) AS opened_at, groupArrayIf(${found}, ${filter.replace('WHERE ', '')}) AS found
    FROM ${lives} GROUP BY ${PULL} HAVING countIf(${OPENED}) > 0)`
}

/** How long pull requests took, of all and by repository (0: of all). Hours are rounded to a tenth. */
export const githubMetricsTurnaround = defineQuery({
  name: 'github_metrics.turnaround',
  parameters: z.object({ ...receipts, ...people }),
  row: z.object({
    of_all: z.boolean(),
    repository_id: z.number(),
    pulls: z.number(),
    first_review: hours,
    approval: hours,
    verified: hours,
    changes_requested: hours,
    lifecycle: hours,
  }),
  render: ({ users, without, ...range }) => {
    const lives = livesOfOpened(range, `${SUBMITTED} OR ${APPROVED} OR ${VERIFIED} OR ${CLOSED}`)
    const reviewers = where(among('m.actor', { users, without }))
    const byWanted = reviewers.sql === '' ? '1' : reviewers.sql.replace('WHERE ', '')
    const firsts = {
      first_review: `${SUBMITTED} AND ${BY_OTHERS} AND ${byWanted}`,
      approval: APPROVED,
      verified: VERIFIED,
      changes_requested: `action = 'review_changes_requested' AND ${byWanted}`,
      lifecycle: CLOSED,
    }
    const names = Object.keys(firsts)
    const averages = names.map((name) => `${tenth(`avgOrNull(${name})`)} AS ${name}`)
    const each = Object.entries(firsts).map(
      ([name, condition]) => `${hoursBetween('opened_at', `minOrNullIf(at, ${condition})`)} AS ${name}`,
    )
    return {
      sql: `
        SELECT toBool(grouping(repository_id) = 1) AS of_all, repository_id, count() AS pulls, ${averages.join(', ')}
        FROM (SELECT ${PULL}, minIf(at, ${OPENED}) AS opened_at, ${each.join(', ')} FROM ${lives.sql}
          GROUP BY ${PULL} HAVING countIf(${OPENED}) > 0)
        GROUP BY GROUPING SETS ((), (repository_id)) ORDER BY pulls DESC, repository_id`,
      values: { ...lives.values, ...reviewers.values },
    }
  },
})

/**
 * Submitted reviews of others' pull requests by reviewer and, with an empty name, of all: hours since the opening.
 * `avg` and `median` are not rounded.
 */
export const githubMetricsResponses = defineQuery({
  name: 'github_metrics.responses',
  parameters: z.object({ ...receipts, ...people }),
  row: z.object({
    of_all: z.boolean(),
    user: z.string(),
    reviews: z.number(),
    avg: hours,
    median: hours,
    repositories: z.array(z.number()),
  }),
  render: ({ users, without, ...range }) => {
    const lives = livesOfOpened(range, SUBMITTED)
    const wanted = where([
      { sql: `${SUBMITTED} AND isNotNull(actor) AND ${BY_OTHERS}`, values: {} },
      ...among('actor', { users, without }),
    ])
    return {
      sql: `
        SELECT toBool(grouping(login_key) = 1) AS of_all, max(login) AS user, count() AS reviews, avgOrNull(waited) AS avg,
          quantileExactInclusiveOrNull(0.5)(waited) AS median, arraySort(groupUniqArray(repository_id)) AS repositories
        FROM (
          SELECT repository_id, review.1 AS login, lower(login) AS login_key, ${hoursBetween('opened_at', 'review.2')} AS waited
          FROM ${besideOpening(lives.sql, "(ifNull(actor, ''), at)", wanted.sql)} ARRAY JOIN found AS review
          WHERE review.2 >= opened_at)
        GROUP BY GROUPING SETS ((), (login_key)) HAVING reviews > 0 ORDER BY reviews DESC, lower(user)`,
      values: { ...lives.values, ...wanted.values },
    }
  },
})

/** Labels `approved-…` by whom they name: hours since the opening, rounded to a tenth. */
export const githubMetricsApprovals = defineQuery({
  name: 'github_metrics.approvals',
  parameters: z.object({ ...receipts, ...people }),
  row: z.object({ user: z.string(), approvals: z.number(), avg: z.number() }),
  render: ({ users, without, ...range }) => {
    const lives = livesOfOpened(range, APPROVED)
    const wanted = where([{ sql: APPROVED, values: {} }, ...among(LABELLED, { users, without })])
    return {
      sql: `
        SELECT max(label.1) AS user, count() AS approvals, ${tenth(`avg(${hoursBetween('opened_at', 'label.2')})`)} AS avg
        FROM ${besideOpening(lives.sql, `(${LABELLED}, at)`, wanted.sql)} ARRAY JOIN found AS label
        WHERE label.2 >= opened_at GROUP BY lower(label.1) ORDER BY avg DESC, lower(user)`,
      values: { ...lives.values, ...wanted.values },
    }
  },
})

/** Who created, reviewed and approved what was received in the range. */
export const githubMetricsWorkload = defineQuery({
  name: 'github_metrics.workload',
  parameters: z.object({ ...receipts, ...people }),
  row: z.object({
    user: z.string(),
    prs_created: z.number(),
    prs_reviewed: z.number(),
    prs_approved: z.number(),
  }),
  render: ({ users, without, ...range }) => {
    const { sql, values } = moments(range, `${OF_PULL} OR ${SUBMITTED}`)
    const wanted = where(among('login', { users, without }))
    return {
      sql: `
        SELECT max(login) AS user, uniqExactIf((${PULL}), role = 1) AS prs_created, countIf(role = 2) AS prs_reviewed,
          uniqExactIf((${PULL}), role = 3) AS prs_approved
        FROM (
          SELECT ${PULL}, role_of_login.1 AS role, assumeNotNull(role_of_login.2) AS login
          FROM ${sql}
          ARRAY JOIN arrayFilter(each -> isNotNull(each.2), [
            (1, if(head_sha = '', NULL, author)),
            (2, if(${SUBMITTED} AND ${BY_OTHERS}, actor, NULL)),
            (3, if(${APPROVED}, ${LABELLED}, NULL))]) AS role_of_login)
        ${wanted.sql} GROUP BY lower(login) ORDER BY prs_created DESC, prs_reviewed DESC, lower(user)`,
      values: { ...values, ...wanted.values },
    }
  },
})

const OF_PULL = "t.head_sha != ''"

/** Pull requests that the newest payload of the range shows open, without a label `approved-…` in it. */
export const githubMetricsPending = defineQuery({
  name: 'github_metrics.pending',
  parameters: z.object({ ...receipts, ...people }),
  row: z.object({ pending: z.number() }),
  render: ({ users, without, ...range }) => {
    const { sql, values } = moments(range, OF_PULL)
    const byAuthor = where(among('author', { users, without }))
    const approvers = where(among(LABELLED, { users, without }))
    const byApprover = approvers.sql === '' ? '1' : approvers.sql.replace('WHERE ', '')
    return {
      sql: `
        SELECT count() AS pending FROM (
          SELECT argMax(shown, (at, action IN ('closed', 'merged'), received)) AS latest,
            countIf(${APPROVED} AND ${byApprover}) AS approvals, max(m.author) AS author
          FROM ${sql} GROUP BY ${PULL} HAVING latest = 'open' AND approvals = 0)
        ${byAuthor.sql}`,
      values: { ...values, ...byAuthor.values, ...approvers.values },
    }
  },
})
