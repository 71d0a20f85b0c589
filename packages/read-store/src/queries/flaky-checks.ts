import { TupleParam } from '@clickhouse/client'
import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  generation,
  inRepositories,
  oneOf,
  oneOfAnyCase,
  repositoryIds,
  rowTime,
  tableOf,
  where,
} from './conditions.ts'
import { inDays } from './day-ranges.ts'
import { sortedGroupPage, sortedGroupRow, sortedGroups } from './group-pages.ts'
import { type SortColumns, sortedCount, sortedNumber, sortedText, sortedTime } from './sorting.ts'

const flakyRow = z.object({
  repository_id: z.number(),
  name: z.string(),
  flakes: z.number(),
  last_flake_at: rowTime,
  last_head_sha: z.string(),
  ...sortedGroupRow,
})

/** Which checks are asked for. */
export const flakyQuestion = z.object({
  generation,
  since: z.date(),
  until: z.date(),
  repositories: repositoryIds,
  names: anyOfTexts,
  branches: anyOfTexts,
})

type Question = z.output<typeof flakyQuestion>

export function askedChecks(question: Question): Condition {
  return where([
    ...inDays('created_at', question),
    inRepositories(question.repositories),
    oneOfAnyCase('name', 'names', question.names),
    oneOf("ifNull(head_branch, '')", 'branches', question.branches),
  ])
}

/** Each name in each suite, with its first failure and its last success. */
export function checksInSuites(question: Question): Condition {
  const { sql, values } = askedChecks(question)
  return {
    sql: `
      SELECT repository_id, suite_id, name, any(head_sha) AS sha, min(first_failed_at) AS failed_at,
        max(last_passed_at) AS passed_at
      FROM ${tableOf('check_runs', question.generation)} ${sql} GROUP BY repository_id, suite_id, name`,
    values,
  }
}

const DECIDED = '(isNotNull(first_failed_at) OR isNotNull(last_passed_at))'

const columns: SortColumns = {
  flakes: sortedCount('flakes'),
  decided: sortedCount('decided'),
  rate: sortedNumber('flakes / decided', 'decided > 0', 1e12),
  last_flake_at: sortedTime('last_flake_at'),
  name: sortedText('name'),
}

/**
 * Checks that failed and then passed on one commit, within one suite: a suite is one app's, or one workflow run's,
 * checks of a commit, so jobs of the same name in two workflows are not taken for each other.
 * No row is read twice as another: the first failure and the last success come from min and max. Few ever failed and passed:
 * what did is found by keys, then it alone is grouped.
 */
export const flakyChecks = defineQuery({
  name: 'checks.flaky',
  parameters: flakyQuestion.extend(sortedGroupPage),
  row: flakyRow,
  render: ({ sorting, limit, ...parameters }) => {
    const table = tableOf('check_runs', parameters.generation)
    const { sql, values } = askedChecks(parameters)
    const keys = (ended: string, among: string) =>
      `SELECT suite_key FROM ${table} ${sql} AND isNotNull(${ended}) ${among}`
    const failed = `AND suite_key IN (${keys('first_failed_at', '')})`
    // To read the rows of a few repositories or a branch again and again costs more than to group them all.
    const isNarrow = parameters.repositories !== null || parameters.branches !== null
    const needsDecided = sorting.column === 'decided' || sorting.column === 'rate'
    const groups = `
        SELECT check, any(in_repository) AS repository_id, any(named) AS name, count() AS flakes, max(tuple(passed_at, sha)) AS last,
          last.1 AS last_flake_at, last.2 AS last_head_sha, toString(repository_id) || ' ' || name AS sort_key
        FROM (
          SELECT any(repository_id) AS in_repository, any(c.check_key) AS check, any(c.name) AS named, any(head_sha) AS sha,
            min(first_failed_at) AS failed_at, assumeNotNull(max(last_passed_at)) AS passed_at
          FROM ${table} AS c ${sql} AND ${DECIDED}
            ${isNarrow ? '' : `AND suite_key IN (${keys('last_passed_at', failed)})`}
          GROUP BY suite_key HAVING failed_at < max(last_passed_at))
        GROUP BY check`
    const decided = `SELECT check_key AS check, uniqExact(suite_key) AS decided FROM ${table} AS c ${sql} AND ${DECIDED} GROUP BY check`
    return sortedGroups(
      {
        sql: needsDecided
          ? `SELECT * FROM (${groups}) AS flaky LEFT JOIN (${decided}) AS told USING check`
          : groups,
        values,
      },
      columns,
      { sorting, limit },
    )
  },
})

const check = z.object({ repository_id: z.int().min(0), name: z.string() })

/** In how many suites each of these checks failed or passed. */
export const decidedChecks = defineQuery({
  name: 'checks.decided',
  parameters: flakyQuestion.extend({ checks: z.array(check).readonly() }),
  row: check.extend({ decided: z.number() }),
  render: ({ checks, ...parameters }) => {
    const { sql, values } = askedChecks(parameters)
    return {
      sql: `
        SELECT in_repository AS repository_id, named AS name, decided FROM (
          SELECT any(c.repository_id) AS in_repository, any(c.name) AS named, uniqExact(suite_key) AS decided
          FROM ${tableOf('check_runs', parameters.generation)} AS c ${sql}
            AND ${DECIDED}
            AND check_key IN (
              SELECT cityHash64(wanted.1, wanted.2) FROM (SELECT arrayJoin({checks:Array(Tuple(UInt64, String))}) AS wanted))
          GROUP BY check_key)`,
      values: {
        ...values,
        checks: checks.map(({ repository_id, name }) => new TupleParam([repository_id, name])),
      },
    }
  },
})
