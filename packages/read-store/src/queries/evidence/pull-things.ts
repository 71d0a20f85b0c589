import type { z } from 'zod'
import { type Condition, inRepositories, second, tableOf, toSecond, where } from '../conditions.ts'
import { funnelPulls, type funnelQuestion } from '../pull-request-funnel.ts'
import { countedPulls, type pullRequestQuestion, SIZES } from '../pull-request-lives.ts'
import { pullKeys } from './payload-keys.ts'
import type { Among, Things } from './told-deliveries.ts'

/** Those that metrics count. */
export function pullThings(question: z.output<typeof pullRequestQuestion>): Things {
  return { keys: pulls(question), events: pullKeys, firstTime: firstOpening(question) }
}

/** Those of a funnel: opened in the period, or open now. */
export function funnelThings(question: z.output<typeof funnelQuestion>): Things {
  return {
    keys: pullsOf(question, "repository_id, concat('pull:', toString(number))"),
    events: pullKeys,
    firstTime: pullsOf(question, 'min(created_at)'),
  }
}

/** The deliveries that say of the newest that they are open. */
export function openPulls(of: string, { repositories }: Among): Condition {
  const { sql, values } = where([inRepositories(repositories)])
  return {
    sql: `
      SELECT newest.guid FROM (
        SELECT max(p.latest) AS newest FROM ${tableOf('pull_requests', of)} AS p ${sql} GROUP BY repository_id, number)
      WHERE newest.state = 'open'`,
    values,
  }
}

export function openPullKeys(of: string, { repositories }: Among): Condition {
  const { sql, values } = where([inRepositories(repositories)])
  return {
    sql: `
      SELECT repository_id, concat('pull:', toString(number)) FROM (
        SELECT repository_id, number, max(p.latest) AS newest FROM ${tableOf('pull_requests', of)} AS p ${sql}
        GROUP BY repository_id, number)
      WHERE newest.state = 'open'`,
    values,
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

function pullsOf(question: z.output<typeof funnelQuestion>, columns: string): Condition {
  const { sql, values } = funnelPulls(question)
  return { sql: `SELECT ${columns} FROM (${sql})`, values }
}

/** Of those that were opened or ended since the period began: what they were before is part of how long they took. */
function firstOpening({
  generation: of,
  period,
  repositories,
}: z.output<typeof pullRequestQuestion>): Condition {
  const ended = (column: string) => `ifNull(${column}, toDateTime(0, 'UTC'))`
  const { sql, values } = where([
    {
      sql: `greatest(created_at, ${ended('closed_at')}, ${ended('merged_at')}) >= ${second('first_end')}`,
      values: { first_end: toSecond(period.since) },
    },
    inRepositories(repositories),
  ])
  return { sql: `SELECT min(created_at) FROM ${tableOf('pull_request_lives', of)} FINAL ${sql}`, values }
}
