import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  type Condition,
  generation,
  inRepositories,
  repositoryIds,
  rowTime,
  tableOf,
  where,
} from './conditions.ts'
import { inDays } from './day-ranges.ts'

export const branchScope = {
  generation,
  since: z.date(),
  until: z.date(),
  repositories: repositoryIds,
  /** Null: each repository's default branch. */
  branch: z.string().nullable(),
}

interface Scope {
  readonly since: Date
  readonly until: Date
  readonly repositories: readonly number[] | null
  readonly branch: string | null
}

export function suitesOn(scoped: Scope, more: Condition | null) {
  const { branch } = scoped
  return where([
    ...inDays('created_at', scoped),
    inRepositories(scoped.repositories),
    branch === null
      ? { sql: 'head_branch = default_branch', values: {} }
      : { sql: 'head_branch = {branch:String}', values: { branch } },
    more,
  ])
}

export function statusesOn(scoped: Scope, more: Condition | null) {
  return where([
    ...inDays('created_at', scoped),
    inRepositories(scoped.repositories),
    scoped.branch === null
      ? { sql: "has(branches, ifNull(default_branch, ''))", values: {} }
      : { sql: 'has(branches, {branch:String})', values: { branch: scoped.branch } },
    more,
  ])
}

/** Repositories of whose branch something is known, in the order of their ids. */
export const checkedRepositories = defineQuery({
  name: 'checks.checked_repositories',
  parameters: z.object({ ...branchScope, after: z.int().min(0).nullable(), limit: z.int() }),
  row: z.object({ repository_id: z.number() }),
  render: ({ generation: of, after, limit, ...scoped }) => {
    const later = after === null ? null : { sql: 'repository_id > {after:UInt64}', values: { after } }
    const suites = suitesOn(scoped, later)
    const statuses = statusesOn(scoped, later)
    return {
      sql: `
        SELECT DISTINCT repository_id FROM (
          SELECT DISTINCT repository_id FROM ${tableOf('check_suites', of)} ${suites.sql}
          UNION ALL SELECT DISTINCT repository_id FROM ${tableOf('commit_statuses', of)} ${statuses.sql})
        ORDER BY repository_id LIMIT {limit:UInt32}`,
      values: { ...suites.values, ...statuses.values, limit },
    }
  },
})

const commitRow = z.object({
  repository_id: z.number(),
  head_sha: z.string(),
  branch: z.string(),
  began_at: rowTime,
  failed_at: rowTime.nullable(),
  passed_at: rowTime.nullable(),
  red: z.boolean(),
  pending: z.boolean(),
})

export type CheckedCommit = z.output<typeof commitRow>

/**
 * The commits of a branch, oldest first, each with what its suites and status contexts say of it: when one of them
 * first failed, when the last one passed, whether one is red now (its last failure is not followed by a success), and
 * whether one has not ended.
 */
export const checkedCommits = defineQuery({
  name: 'checks.checked_commits',
  parameters: z.object(branchScope),
  row: commitRow,
  render: ({ generation: of, ...scoped }) => {
    const suites = suitesOn(scoped, null)
    const statuses = statusesOn(scoped, null)
    return {
      sql: `
        SELECT repository_id, head_sha, any(branch) AS branch, min(began_at) AS began_at,
          min(first_failed_at) AS failed_at, max(last_passed_at) AS passed_at, toBool(max(is_red)) AS red,
          toBool(max(is_pending)) AS pending
        FROM (
          SELECT repository_id, head_sha, ifNull(head_branch, '') AS branch, created_at AS began_at,
            first_failed_at, last_passed_at, ${RED} AS is_red, stage < 4 AS is_pending
          FROM ${tableOf('check_suites', of)} FINAL ${suites.sql}
          UNION ALL ${contextsOf(tableOf('commit_statuses', of), statuses.sql, scoped.branch)})
        GROUP BY repository_id, head_sha HAVING isNotNull(failed_at) OR isNotNull(passed_at) OR pending
        ORDER BY repository_id, began_at, head_sha`,
      values: { ...suites.values, ...statuses.values },
    }
  },
})

const RED = 'ifNull(last_failed_at >= ifNull(last_passed_at, toDateTime(0)), 0)'

/** The newest report of each context says how it is, and whether it has come to an end. */
function contextsOf(table: string, filter: string, branch: string | null): string {
  const failed = "state IN ('failure', 'error')"
  const named = branch === null ? "ifNull(max(s.default_branch), '')" : '{branch:String}'
  return `
    SELECT repository_id, head_sha, ${named} AS branch, min(created_at) AS began_at,
      minOrNullIf(created_at, ${failed}) AS first_failed_at, maxOrNullIf(created_at, state = 'success') AS last_passed_at,
      argMax(${failed}, (created_at, status_id)) AS is_red, argMax(state = 'pending', (created_at, status_id)) AS is_pending
    FROM ${table} AS s ${filter} GROUP BY repository_id, head_sha, context`
}
