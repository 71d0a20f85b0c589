import { z } from 'zod'
import { defineQuery, type RenderedQuery } from '../named-query.ts'
import {
  type Condition,
  generation,
  inRepositories,
  repositoryIds,
  rowTime,
  tableOf,
  toSecond,
  where,
} from './conditions.ts'
import { inDays } from './day-ranges.ts'
import {
  type SortColumns,
  sortedCount,
  sortedNumber,
  sortedPage,
  sortedRow,
  sortedText,
  sorting,
} from './sorting.ts'
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
  parameters: z.object(branchScope),
  row: z.object({ repository_id: z.number() }),
  render: ({ generation: of, ...scoped }) => {
    const suites = suitesOn(scoped, null)
    const statuses = statusesOn(scoped, null)
    return {
      sql: `
        SELECT DISTINCT repository_id FROM (
          SELECT DISTINCT repository_id FROM ${tableOf('check_suites', of)} ${suites.sql}
          UNION ALL SELECT DISTINCT repository_id FROM ${tableOf('commit_statuses', of)} ${statuses.sql})
        ORDER BY repository_id`,
      values: { ...suites.values, ...statuses.values },
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
    const { sql, values } = turnsOf(of, scoped)
    return {
      sql: `
        SELECT repository_id, at, ['red', 'green', 'newest'][turn + 1] AS state, head_sha, branch, red, pending
        FROM (${sql}) ORDER BY repository_id, at, place, turn`,
      values,
    }
  },
})

/** Each turn of each branch, and its newest commit where no turn tells of it. */
function turnsOf(of: string, scoped: Scope): RenderedQuery {
  const { sql, values } = checkedCommits(of, scoped)
  const order = 'PARTITION BY repository_id ORDER BY at, place, turn'
  const before = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW'
  return {
    sql: `
        SELECT * FROM (
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
        WHERE turn != turned_before`,
    values,
  }
}

const RECOVERIES = `arrayFilter((seconds, kind, index) -> kind = ${RED_TURN} AND index < length(kinds), lengths, kinds, arrayEnumerate(kinds))`
const lengthsOf = (turn: number) =>
  `arraySum(arrayMap((kind, seconds) -> if(kind = ${turn}, seconds, 0), kinds, lengths))`
const GREEN_SECONDS = lengthsOf(GREEN_TURN)
const ALL_SECONDS = `(${lengthsOf(RED_TURN)} + ${GREEN_SECONDS})`

const columns: SortColumns = {
  state: sortedText(`if(empty(kinds), NULL, if(kinds[-1] = ${GREEN_TURN}, 'green', 'red'))`),
  state_since: { sql: 'if(empty(kinds), NULL, toInt64(times[-1]))', type: 'Int64' },
  green_share: sortedNumber(`${GREEN_SECONDS} / ${ALL_SECONDS}`, `${ALL_SECONDS} > 0`, 1e12),
  turned_red: sortedCount(`countEqual(kinds, ${RED_TURN})`),
  time_to_green: sortedNumber(
    `arrayReduce('quantileExactInclusive(0.5)', ${RECOVERIES})`,
    `notEmpty(${RECOVERIES})`,
    1000,
  ),
}

/** Repositories of whose branch something is known, in the order of what is told of it. */
export const sortedBranches = defineQuery({
  name: 'checks.sorted_branches',
  parameters: z.object({ ...branchScope, sorting, limit: z.int() }),
  row: z.object({ repository_id: z.number(), ...sortedRow }),
  render: ({ generation: of, sorting: asked, limit, ...scoped }) => {
    const { sql, values } = turnsOf(of, scoped)
    const { column, after, order } = sortedPage(columns, { repository_id: 'UInt64' }, asked)
    const rest = where([after])
    const until = toSecond(scoped.until)
    return {
      sql: `
        SELECT * FROM (
          SELECT repository_id, ${column} FROM (
            SELECT repository_id, arraySort(groupArrayIf((toInt64(toUnixTimestamp(at)), place, turn),
                turn < ${NEWEST} AND toUnixTimestamp(at) < {end:UInt32})) AS turns,
              turns.1 AS times, turns.3 AS kinds,
              arrayMap((time, next) -> greatest(0, next - time), times, arrayResize(arrayPushBack(arrayPopFront(times), toInt64({end:UInt32})), length(times))) AS lengths
            FROM (${sql}) GROUP BY repository_id))
        ${rest.sql} ${order} LIMIT {limit:UInt32}`,
      values: { ...values, ...rest.values, end: until, limit },
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
