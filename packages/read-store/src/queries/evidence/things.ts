import { z } from 'zod'
import {
  type Condition,
  type generation,
  inRepositories,
  oneOf,
  secondRange,
  type TimeRange,
  tableOf,
  where,
} from '../conditions.ts'
import { deliveredUnits, doraSource } from '../dora.ts'
import { countedPulls, pullRequestQuestion, SIZES } from '../pull-request-lives.ts'
import { jobFilters, jobQuestion, runFilters, runQuestion } from '../workflow-metrics.ts'
import {
  contributionKeys,
  counterKeys,
  deliveredKeys,
  issueKeys,
  jobKeys,
  type KeysByEvent,
  pullKeys,
  runKeys,
} from './payload-keys.ts'

/** What is behind a number, by what it counts. */
export const evidenceThings = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('counters') }),
  z.object({ kind: z.literal('issues') }),
  z.object({ kind: z.literal('deliveries'), source: doraSource }),
  z.object({ kind: z.literal('pulls'), question: pullRequestQuestion }),
  z.object({ kind: z.literal('runs'), question: z.object(runQuestion) }),
  z.object({ kind: z.literal('jobs'), question: z.object(jobQuestion) }),
  z.object({
    kind: z.literal('contributions'),
    /** Dates of the calendar; null is no bound. */
    from: z.iso.date().nullable(),
    to: z.iso.date().nullable(),
    timezone: z.string(),
    /** In lower case. */
    logins: z.array(z.string()).readonly(),
  }),
])

interface Asked extends TimeRange {
  readonly repositories: readonly number[] | null
  readonly of: z.output<typeof evidenceThings>
}

interface Things {
  /** SELECT of `(repository id, kind:key)` of the things. */
  readonly keys: Condition
  readonly events: KeysByEvent
}

export function thingsBehind({ of, ...asked }: Asked): Things {
  const inScope = inRepositories(asked.repositories)
  switch (of.kind) {
    case 'counters':
      return { keys: countedFacts(asked, inScope), events: counterKeys }
    case 'issues': {
      const { sql, values } = where([...secondRange('opened_at', asked), inScope])
      const keys = `SELECT repository_id, concat('issue:', toString(number)) FROM issues AS i ${sql}
        GROUP BY repository_id, number HAVING max(i.gone) = 0`
      return { keys: { sql: keys, values }, events: issueKeys }
    }
    case 'deliveries': {
      const { sql, values } = deliveredUnits(of.source, asked, asked.repositories)
      const keys = `SELECT repository_id, concat('unit:', toString(id)) FROM (${sql}) SETTINGS final = 1`
      return { keys: { sql: keys, values }, events: deliveredKeys[of.source] }
    }
    case 'pulls':
      return { keys: pulls(of.question), events: pullKeys }
    case 'runs':
      return {
        keys: finalKeys('run', 'run_id', 'workflow_runs', of.question, runFilters(of.question)),
        events: runKeys,
      }
    case 'jobs':
      return {
        keys: finalKeys('job', 'job_id', 'workflow_jobs', of.question, jobFilters(of.question)),
        events: jobKeys,
      }
    case 'contributions':
      return { keys: contributions(of, inScope), events: contributionKeys }
  }
}

function countedFacts(range: TimeRange, inScope: Condition | null): Condition {
  const facts = where([...secondRange('at', range), inScope])
  const first = secondRange('first_at', range)
  const conflicts = where([inScope])
  const within = where(first)
  return {
    sql: `
      SELECT repository_id, concat(counter, ':', key) FROM counter_facts ${facts.sql}
      UNION ALL
      SELECT repository_id, concat('conflicts:', key) FROM (
        SELECT repository_id, key, min(c.at) AS first_at FROM counter_conflicts AS c ${conflicts.sql}
        GROUP BY repository_id, key) ${within.sql}`,
    values: { ...facts.values, ...within.values },
  }
}

/** Those that are wanted: opened or ended in the period. */
function pulls(question: z.output<typeof pullRequestQuestion>): Condition {
  const counted = countedPulls({ ...question, definition: 'octometer', compared: null, group_by: [] })
  return {
    sql: `
      SELECT its_repository, concat('pull:', toString(its_number)) FROM (${counted.sql})
      WHERE opened_current < ${SIZES} OR ended_current < ${2 * SIZES}`,
    values: counted.values,
  }
}

function finalKeys(
  kind: string,
  id: string,
  table: string,
  question: { readonly generation: z.output<typeof generation> },
  { sql, values }: Condition,
): Condition {
  return {
    sql: `SELECT repository_id, concat('${kind}:', toString(${id})) FROM ${tableOf(table, question.generation)} FINAL ${sql}`,
    values,
  }
}

function contributions(
  of: {
    readonly from: string | null
    readonly to: string | null
    readonly timezone: string
    readonly logins: readonly string[]
  },
  inScope: Condition | null,
): Condition {
  const day = 'toDate(at, {timezone:String})'
  const { sql, values } = where([
    inScope,
    oneOf('login_key', 'logins', of.logins),
    of.from === null ? null : { sql: `${day} >= {from_day:Date}`, values: { from_day: of.from } },
    of.to === null ? null : { sql: `${day} < {to_day:Date}`, values: { to_day: of.to } },
    { sql: "kind != 'own_review'", values: {} },
  ])
  return {
    sql: `SELECT repository_id, concat(kind, ':', key) FROM contributions ${sql}`,
    values: { ...values, timezone: of.timezone },
  }
}
