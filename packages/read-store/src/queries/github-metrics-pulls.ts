import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import { allOf, anyOfTexts, oneOfAnyCase, rowTime } from './conditions.ts'
import { PULL, receipts } from './github-metrics-moments.ts'
import {
  authorsOf,
  IS_OWN,
  isLabel,
  labelledOf,
  received,
  reviewersOf,
  submittedByAnother,
  within,
} from './github-metrics-received.ts'

/** Which moments a role looks at, and whose they are. `any`: the author, by payloads of the pull request. */
const ROLES = {
  any: { only: IS_OWN, found: authorsOf },
  pr_creators: { only: '1', found: authorsOf },
  pr_reviewers: { only: submittedByAnother('kind'), found: reviewersOf },
  pr_approvers: { only: isLabel('kind', 'approved'), found: labelledOf },
  pr_lgtm: { only: isLabel('kind', 'lgtm'), found: labelledOf },
} as const

const filters = {
  ...receipts,
  role: z.enum(['any', 'pr_creators', 'pr_reviewers', 'pr_approvers', 'pr_lgtm']),
  users: anyOfTexts,
  /** In lower case. */
  without: anyOfTexts,
}

type Filters = z.output<z.ZodObject<typeof filters>>

function pulls({ role, users, without, ...range }: Filters): RenderedQuery {
  const { only, found } = ROLES[role]
  const isNamed = role === 'pr_approvers' || role === 'pr_lgtm'
  const fits = within('receipt', range)
  const who = allOf([
    // Who is asked for must be known; with nobody asked for, a review of one's own is none all the same.
    isNamed || (role === 'any' && users === null) ? null : { sql: "login != ''", values: {} },
    oneOfAnyCase('login', 'users', users),
    without && { sql: 'NOT has({without:Array(String)}, lower(login))', values: { without } },
  ])
  const logins = found(`${only} AND ${fits.sql}`)
  return received(PULL, range, {
    sql: `arrayExists(login -> ${who?.sql ?? '1'}, ${logins})`,
    values: { ...fits.values, ...who?.values },
  })
}

/** How many pull requests each repository has, in the order of their names. */
export const githubMetricsPullCounts = defineQuery({
  name: 'github_metrics.pull_counts',
  parameters: z.object(filters),
  row: z.object({ repository_id: z.number(), pulls: z.number() }),
  render: (wanted) => {
    const { sql, values } = pulls(wanted)
    return {
      sql: `
        SELECT repository_id, pulls FROM (SELECT repository_id, count() AS pulls FROM ${sql} GROUP BY repository_id) AS found
        LEFT JOIN (
          SELECT repository_id, lower(max(n.latest).full_name) AS name_key FROM repository_names AS n GROUP BY repository_id
        ) AS named USING (repository_id)
        ORDER BY name_key, repository_id`,
      values,
    }
  },
})

const pullRow = z.object({
  repository_id: z.number(),
  number: z.number(),
  title: z.string().nullable(),
  author: z.string().nullable(),
  state: z.string().nullable(),
  created_at: rowTime.nullable(),
  updated_at: rowTime.nullable(),
  commits: z.number().nullable(),
  head_sha: z.string().nullable(),
})

/** One page of the pull requests of some repositories, in their order, the newest number first; what no payload told is null. */
export const githubMetricsPulls = defineQuery({
  name: 'github_metrics.pulls',
  parameters: z.object({
    ...filters,
    repositories: z.array(z.int().min(0)).readonly(),
    limit: z.int(),
    offset: z.int(),
  }),
  row: pullRow,
  render: ({ limit, offset, ...wanted }) => {
    const { sql, values } = pulls(wanted)
    const order = 'ORDER BY indexOf({repositories:Array(UInt64)}, repository_id), number DESC'
    return {
      sql: `
        WITH page AS (SELECT ${PULL} FROM ${sql} ${order} LIMIT {limit:UInt32} OFFSET {offset:UInt32})
        SELECT ${PULL}, if(known, c.title, NULL) AS title, c.author AS author, if(known, c.state, NULL) AS state,
          if(known, c.created_at, NULL) AS created_at, if(known, c.observed_at, NULL) AS updated_at,
          d.commits AS commits, if(known, c.head_sha, NULL) AS head_sha
        FROM page LEFT JOIN (
          SELECT ${PULL}, max(p.core) AS c, max(p.detail) AS d, true AS known FROM pull_requests AS p
          WHERE (${PULL}) IN (SELECT ${PULL} FROM page) GROUP BY ${PULL}) AS pull USING (${PULL})
        ${order}`,
      values: { ...values, limit, offset },
    }
  },
})
