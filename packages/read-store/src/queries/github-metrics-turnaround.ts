import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { allOf, anyOfTexts, type Condition, oneOfAnyCase, where } from './conditions.ts'
import { hoursBetween, keyOf, receipts, tenth } from './github-metrics-moments.ts'
import {
  authorsOf,
  hasLabel,
  IS_OWN,
  isLabel,
  labelledOf,
  openedIn,
  received,
  requestsChanges,
  reviewersOf,
  shows,
  submittedByAnother,
  within,
} from './github-metrics-received.ts'

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
    const reviewers = allOf(among('login', { users, without }))
    const chosen = (kind: string) =>
      `nullIf(arrayMin(arrayFilter((at, login, kind) -> ${kind} AND ${reviewers?.sql}, review_times, reviewers, review_kinds)), toDateTime(0, 'UTC'))`
    const firsts = {
      first_review: reviewers ? chosen(submittedByAnother('kind')) : 'first_review_at',
      approval: 'approved_at',
      verified: 'verified_at',
      changes_requested: reviewers ? chosen(requestsChanges('kind')) : 'changes_requested_at',
      lifecycle: 'ended_at',
    }
    const averages = Object.keys(firsts).map((name) => `${tenth(`avgOrNull(${name})`)} AS ${name}`)
    const each = Object.entries(firsts).map(([name, at]) => `${hoursBetween('opened_at', at)} AS ${name}`)
    const { sql, values } = received(`repository_id, ${each.join(', ')}`, range, ...openedIn(range))
    return {
      sql: `
        SELECT toBool(grouping(repository_id) = 1) AS of_all, repository_id, count() AS pulls, ${averages.join(', ')}
        FROM ${sql} GROUP BY GROUPING SETS ((), (repository_id)) ORDER BY pulls DESC, repository_id`,
      values: { ...values, ...reviewers?.values },
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
    const pulls = received(
      'repository_id, opened_at, review_times, reviewers, review_kinds',
      range,
      ...openedIn(range),
    )
    const wanted = where([
      { sql: `${submittedByAnother('kind')} AND login != '' AND at >= opened_at`, values: {} },
      ...among('login', { users, without }),
    ])
    return {
      sql: `
        SELECT toBool(grouping(login_key) = 1) AS of_all, max(login) AS user, count() AS reviews, avgOrNull(waited) AS avg,
          quantileExactInclusiveOrNull(0.5)(waited) AS median, arraySort(groupUniqArray(repository_id)) AS repositories
        FROM (
          SELECT repository_id, login, lower(login) AS login_key, ${hoursBetween('assumeNotNull(opened_at)', 'at')} AS waited
          FROM ${pulls.sql} ARRAY JOIN review_times AS at, reviewers AS login, review_kinds AS kind ${wanted.sql})
        GROUP BY GROUPING SETS ((), (login_key)) HAVING reviews > 0 ORDER BY reviews DESC, lower(user)`,
      values: { ...pulls.values, ...wanted.values },
    }
  },
})

/** Labels `approved-…` by whom they name: hours since the opening, rounded to a tenth. */
export const githubMetricsApprovals = defineQuery({
  name: 'github_metrics.approvals',
  parameters: z.object({ ...receipts, ...people }),
  row: z.object({ user: z.string(), approvals: z.number(), avg: z.number() }),
  render: ({ users, without, ...range }) => {
    const labels = { sql: 'notEmpty(label_times)', values: {} }
    const pulls = received(
      'opened_at, label_times, label_logins, label_kinds',
      range,
      labels,
      ...openedIn(range),
    )
    const wanted = where([
      { sql: `${isLabel('kind', 'approved')} AND at >= opened_at`, values: {} },
      ...among('login', { users, without }),
    ])
    return {
      sql: `
        SELECT max(login) AS user, count() AS approvals, ${tenth(`avg(${hoursBetween('assumeNotNull(opened_at)', 'at')})`)} AS avg
        FROM ${pulls.sql} ARRAY JOIN label_times AS at, label_logins AS login, label_kinds AS kind
        ${wanted.sql} GROUP BY lower(login) ORDER BY avg DESC, lower(user)`,
      values: { ...pulls.values, ...wanted.values },
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
    const fits = within('receipt', range)
    const wanted = where(among('login', { users, without }))
    const logins = {
      prs_created: authorsOf(`${IS_OWN} AND ${fits.sql}`),
      prs_reviewed: reviewersOf(`${submittedByAnother('kind')} AND ${fits.sql}`),
      prs_approved: labelledOf(`${isLabel('kind', 'approved')} AND ${fits.sql}`),
    }
    // Pull requests are counted, and reviews: of a login's in one pull request the first, and each.
    const counted = {
      prs_created: 'countIf(nth = 1)',
      prs_reviewed: 'count()',
      prs_approved: 'countIf(nth = 1)',
    }
    const names = Object.keys(logins) as (keyof typeof logins)[]
    const parts = names.map((name) => {
      const counts = names.map((each) => `${each === name ? counted[name] : 'toUInt64(0)'} AS ${each}`)
      const known = name === 'prs_approved' ? '1' : "login != ''"
      return `
        SELECT max(login) AS user, ${counts.join(', ')}
        FROM (SELECT login, nth FROM ${received(`${logins[name]} AS logins`, range).sql}
          ARRAY JOIN logins AS login, arrayEnumerateUniq(arrayMap(each -> lower(each), logins)) AS nth WHERE ${known})
        ${wanted.sql} GROUP BY lower(login)`
    })
    return {
      sql: `
        SELECT max(by_role.user) AS user, ${names.map((name) => `sum(by_role.${name}) AS ${name}`).join(', ')}
        FROM (${parts.join(' UNION ALL ')}) AS by_role
        GROUP BY lower(by_role.user) ORDER BY prs_created DESC, prs_reviewed DESC, lower(user)`,
      values: { ...received('', range).values, ...fits.values, ...wanted.values },
    }
  },
})

/** Pull requests that the newest payload of the range shows open, without a label `approved-…` in it. */
export const githubMetricsPending = defineQuery({
  name: 'github_metrics.pending',
  parameters: z.object({ ...receipts, ...people }),
  row: z.object({ pending: z.number() }),
  render: ({ users, without, ...range }) => {
    const fits = within('receipt', range)
    const own = `${IS_OWN} AND ${fits.sql}`
    const byApprover = allOf(among('login', { users, without }))?.sql ?? '1'
    const columns = [
      `arrayLastIndex((what, receipt) -> ${own}, shown, receipts) AS newest, shown[newest] AS what`,
      `${hasLabel(`${isLabel('kind', 'approved')} AND ${fits.sql} AND ${byApprover}`)} AS is_approved`,
      `arrayMax(${authorsOf(own)}) AS author_then`,
    ]
    const pulls = received(columns.join(', '), range)
    const wanted = where([
      { sql: `newest > 0 AND ${shows('open')} AND NOT is_approved`, values: {} },
      ...among('author_then', { users, without }),
    ])
    return {
      sql: `SELECT count() AS pending FROM ${pulls.sql} ${wanted.sql}`,
      values: { ...pulls.values, ...fits.values, ...wanted.values },
    }
  },
})
