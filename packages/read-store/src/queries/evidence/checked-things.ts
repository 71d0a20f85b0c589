import { TupleParam } from '@clickhouse/client'
import { z } from 'zod'
import { type branchScope, checkedCommits, statusesOn, suitesOn } from '../branch-health.ts'
import { type Condition, tableOf } from '../conditions.ts'
import { askedChecks, checksInSuites, type flakyQuestion } from '../flaky-checks.ts'
import { decidedCheckKeys, suiteKeys, unfinishedKeys } from './check-keys.ts'
import type { Things } from './told-deliveries.ts'

/** Of each check that flaked, all that failed or passed: its flakes and what they are a share of. */
export function flakedChecks(question: z.output<typeof flakyQuestion>): Things {
  const asked = askedChecks(question)
  const inSuites = checksInSuites(question)
  return {
    keys: {
      sql: `
        SELECT repository_id, concat('check:', toString(check_run_id)) FROM ${tableOf('check_runs', question.generation)}
        ${asked.sql} AND (isNotNull(first_failed_at) OR isNotNull(last_passed_at)) AND (repository_id, name) IN (
          SELECT repository_id, name FROM (${inSuites.sql})
          GROUP BY repository_id, name HAVING countIf(failed_at < passed_at) > 0)`,
      values: asked.values,
    },
    events: decidedCheckKeys,
  }
}

type Branch = z.output<z.ZodObject<typeof branchScope>>

/** Suites and reports of statuses of the commits that say how a branch is. */
export function branchChecks(question: Branch): Things {
  const commits = checkedCommits(question.generation, question)
  const among: Condition = {
    sql: `(repository_id, head_sha) IN (SELECT repository_id, head_sha FROM (${commits.sql}))`,
    values: commits.values,
  }
  const suites = suitesOn(question, among)
  const statuses = statusesOn(question, among)
  return {
    keys: {
      sql: `
        SELECT repository_id, concat('suite:', toString(suite_id)) FROM ${tableOf('check_suites', question.generation)} ${suites.sql}
        UNION ALL
        SELECT repository_id, concat('status:', toString(status_id)) FROM ${tableOf('commit_statuses', question.generation)} ${statuses.sql}`,
      values: { ...suites.values, ...statuses.values },
    },
    events: suiteKeys,
  }
}

/** What has not ended, as `run:<id>`, `job:<id>` or `check:<id>`. */
export const unfinishedQuestion = {
  things: z.array(z.object({ repository_id: z.int().min(0), key: z.string() })).readonly(),
}

type Unfinished = z.output<z.ZodObject<typeof unfinishedQuestion>>

/** All that was told of them; that their end was not is nowhere to be read. */
export function unfinishedThings({ things }: Unfinished): Things {
  return {
    keys: {
      sql: 'SELECT thing.1, thing.2 FROM (SELECT arrayJoin({its_things:Array(Tuple(UInt64, String))}) AS thing)',
      values: { its_things: things.map(({ repository_id, key }) => new TupleParam([repository_id, key])) },
    },
    events: unfinishedKeys,
  }
}
