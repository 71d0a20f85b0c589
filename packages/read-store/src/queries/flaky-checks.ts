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
import { groupPage } from './group-pages.ts'

const flakyRow = z.object({
  repository_id: z.number(),
  name: z.string(),
  flakes: z.number(),
  decided: z.number(),
  last_flake_at: rowTime,
  last_head_sha: z.string(),
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

/**
 * Checks that failed and then passed on one commit, within one suite: a suite is one app's, or one workflow run's,
 * checks of a commit, so jobs of the same name in two workflows are not taken for each other. The most flakes first.
 * No row is read twice as another: the first failure and the last success come from min and max.
 */
export const flakyChecks = defineQuery({
  name: 'checks.flaky',
  parameters: flakyQuestion.extend(groupPage),
  row: flakyRow,
  render: ({ after, limit, ...question }) => {
    const { sql, values } = checksInSuites(question)
    const rest =
      after === null
        ? ''
        : `AND (flakes < {after_value:UInt64} OR (flakes = {after_value:UInt64} AND (toString(repository_id) || ' ' || name) > {after_key:String}))`
    return {
      sql: `
        SELECT repository_id, name, countIf(failed_at < passed_at) AS flakes,
          countIf(isNotNull(failed_at) OR isNotNull(passed_at)) AS decided,
          maxIf(tuple(assumeNotNull(passed_at), sha), failed_at < passed_at) AS last,
          last.1 AS last_flake_at, last.2 AS last_head_sha
        FROM (${sql})
        GROUP BY repository_id, name HAVING flakes > 0 ${rest}
        ORDER BY flakes DESC, toString(repository_id) || ' ' || name LIMIT {limit:UInt32}`,
      values: { ...values, limit, ...(after && { after_value: after.value, after_key: after.key }) },
    }
  },
})
