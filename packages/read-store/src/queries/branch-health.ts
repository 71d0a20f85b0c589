import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
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
import { reportMark, reportSaid } from './status-reports.ts'

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

const turnRow = z.object({
  repository_id: z.number(),
  at: rowTime,
  /** `newest`, the last row of its branch, tells of the branch's newest commit instead of a turn. */
  state: z.enum(['red', 'green', 'newest']),
  head_sha: z.string(),
  branch: z.string(),
  red: z.boolean(),
  pending: z.boolean(),
})

export type BranchTurn = z.output<typeof turnRow>

const [RED_TURN, GREEN_TURN, NEWEST, NONE] = [0, 1, 2, 3]
const LAST_TIME = 0xffff_ffff
const VERDICTS = `arrayConcat(
  if(isNull(failed_at), [], [(assumeNotNull(failed_at), ${RED_TURN})]),
  if(isNull(passed_at) OR red OR pending, [], [(assumeNotNull(passed_at), ${GREEN_TURN})]),
  if(place < places, [], [(toDateTime(${LAST_TIME}, 'UTC'), ${NEWEST})]))`

/**
 * When branches turned red and green, oldest first. A commit turns its branch red when its first check fails, green when its
 * last one has passed and none fails or runs. A branch is as its newest commit that is either: what becomes of an older one
 * later changes nothing.
 */
export const branchTurns = defineQuery({
  name: 'checks.branch_turns',
  parameters: z.object(branchScope),
  row: turnRow,
  render: ({ generation: of, ...scoped }) => {
    const { sql, values } = checkedCommits(of, scoped)
    const order = 'PARTITION BY repository_id ORDER BY at, place, turn'
    const before = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'
    return {
      sql: `
        SELECT repository_id, at, ['red', 'green', 'newest'][turn + 1] AS state, head_sha, branch, red, pending
        FROM (
          SELECT *, lagInFrame(turn, 1, ${NONE}) OVER (${order} ${before}) AS turned_before
          FROM (
            SELECT *, max(place) OVER (${order} ${before}) AS newest
            FROM (
              SELECT *, verdict.1 AS at, toUInt8(verdict.2) AS turn
              FROM (
                SELECT *, row_number() OVER (PARTITION BY repository_id ORDER BY began_at, head_sha) AS place,
                  count() OVER (PARTITION BY repository_id) AS places
                FROM (${sql}))
              ARRAY JOIN ${VERDICTS} AS verdict))
          WHERE place = newest)
        WHERE turn != turned_before ORDER BY repository_id, at, place, turn`,
      values,
    }
  },
})

/**
 * The commits of a branch, each with what its suites and status contexts say of it: when one of them first failed, when
 * the last one passed, whether one is red now (its last failure is not followed by a success), and whether one has not ended.
 */
export function checkedCommits(of: string, scoped: Scope): RenderedQuery {
  const suites = suitesOn(scoped, null)
  const statuses = statusesOn(scoped, null)
  return {
    sql: `
      SELECT any(c.repository_id) AS repository_id, any(c.head_sha) AS head_sha, any(branch) AS branch, min(began_at) AS began_at,
        min(first_failed_at) AS failed_at, max(last_passed_at) AS passed_at, toBool(max(is_red)) AS red,
        toBool(max(is_pending)) AS pending
      FROM (
        SELECT repository_id, head_sha, ifNull(head_branch, '') AS branch, created_at AS began_at,
          first_failed_at, last_passed_at, ${RED} AS is_red, stage < 4 AS is_pending
        FROM ${tableOf('check_suites', of)} FINAL ${suites.sql}
        UNION ALL ${contextsOf(tableOf('commit_statuses', of), statuses.sql, scoped.branch)}) AS c
      GROUP BY cityHash64(c.repository_id, c.head_sha) HAVING isNotNull(failed_at) OR isNotNull(passed_at) OR pending`,
    values: { ...suites.values, ...statuses.values },
  }
}

const RED = 'ifNull(last_failed_at >= ifNull(last_passed_at, toDateTime(0)), 0)'

/** The newest report of each context says how it is, and whether it has come to an end. */
function contextsOf(table: string, filter: string, branch: string | null): string {
  const failed = "state IN ('failure', 'error')"
  const named = branch === null ? "ifNull(max(s.default_branch), '')" : '{branch:String}'
  const said = reportSaid(`max(${reportMark(`multiIf(${failed}, 2, state = 'pending', 1, 0)`)})`)
  return `
    SELECT any(repository_id) AS repository, any(head_sha) AS sha, ${named} AS named, min(created_at) AS began_at,
      minOrNullIf(created_at, ${failed}) AS first_failed_at, maxOrNullIf(created_at, state = 'success') AS last_passed_at,
      ${said} = 2 AS is_red, ${said} = 1 AS is_pending
    FROM ${table} AS s ${filter} GROUP BY status_key`
}
