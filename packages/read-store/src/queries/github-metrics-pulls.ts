import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import { anyOfTexts, oneOfAnyCase, rowTime, where } from './conditions.ts'
import {
  APPROVED,
  BY_OTHERS,
  keyOf,
  LABELLED,
  LGTM,
  moments,
  PULL,
  receipts,
  SUBMITTED,
} from './github-metrics-moments.ts'

/** Which moments a role looks at, and the login that is asked for. `any`: the author, by payloads of the pull request. */
const ROLES = {
  any: { only: "t.head_sha != ''", of: 'author' },
  pr_creators: { only: '', of: 'author' },
  pr_reviewers: { only: SUBMITTED, of: `if(${BY_OTHERS}, actor, NULL)` },
  pr_approvers: { only: APPROVED, of: LABELLED },
  pr_lgtm: { only: LGTM, of: LABELLED },
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
  const { only, of } = ROLES[role]
  const { sql, values } = moments(range, only)
  const wanted = where([
    // Who is asked for must be known; with nobody asked for, a review of one's own is none all the same.
    role === 'any' && users === null ? null : { sql: `isNotNull(${of})`, values: {} },
    oneOfAnyCase(`ifNull(${of}, '')`, 'users', users),
    without && { sql: `NOT has({without:Array(String)}, ${keyOf(of)})`, values: { without } },
  ])
  return { sql: `SELECT DISTINCT ${PULL} FROM ${sql} ${wanted.sql}`, values: { ...values, ...wanted.values } }
}

export const githubMetricsPullCount = defineQuery({
  name: 'github_metrics.pull_count',
  parameters: z.object(filters),
  row: z.object({ pulls: z.number() }),
  render: (wanted) => {
    const { sql, values } = pulls(wanted)
    return { sql: `SELECT count() AS pulls FROM (${sql})`, values }
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

/** One page by the repository's name, then the newest number; what no payload told is null. */
export const githubMetricsPulls = defineQuery({
  name: 'github_metrics.pulls',
  parameters: z.object({ ...filters, limit: z.int(), offset: z.int() }),
  row: pullRow,
  render: ({ limit, offset, ...wanted }) => {
    const { sql, values } = pulls(wanted)
    return {
      sql: `
        WITH page AS (
          SELECT ${PULL}, lower(ifNull(full_name, '')) AS name_key FROM (${sql}) AS found
          LEFT JOIN (
            SELECT repository_id, toNullable(max(n.latest).full_name) AS full_name FROM repository_names AS n GROUP BY repository_id
          ) AS named USING (repository_id)
          ORDER BY name_key, repository_id, number DESC LIMIT {limit:UInt32} OFFSET {offset:UInt32})
        SELECT ${PULL}, if(known, c.title, NULL) AS title, c.author AS author, if(known, c.state, NULL) AS state,
          if(known, c.created_at, NULL) AS created_at, if(known, c.observed_at, NULL) AS updated_at,
          d.commits AS commits, if(known, c.head_sha, NULL) AS head_sha
        FROM page LEFT JOIN (
          SELECT ${PULL}, max(p.core) AS c, max(p.detail) AS d, true AS known FROM pull_requests AS p
          WHERE (${PULL}) IN (SELECT ${PULL} FROM page) GROUP BY ${PULL}) AS pull USING (${PULL})
        ORDER BY name_key, repository_id, number DESC`,
      values: { ...values, limit, offset },
    }
  },
})
