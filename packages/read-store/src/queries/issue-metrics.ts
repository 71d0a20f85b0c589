import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import { inRepositories, repositoryIds, secondRange, toSecond, where } from './conditions.ts'
import {
  isBlocker,
  isBreached,
  isClosed,
  isDecided,
  isMet,
  issueSeverities,
  issueStatuses,
  nameOf,
  severityCode,
  statusCode,
} from './issue-columns.ts'
import { mean, quantiles, spread } from './spread.ts'

const parameters = z.object({
  since: z.date(),
  until: z.date(),
  now: z.date(),
  repositories: repositoryIds,
  group_by: z.enum(['repository', 'week', 'severity']).nullable(),
  /** IANA name: weeks are its calendar's. */
  timezone: z.string(),
})

/** Numbers by their codes: of severities and of statuses. */
const counts = z.array(z.number())

function countEach(code: string, names: readonly string[]): string {
  return `[${names.map((_, index) => `countIf(${code} = ${index})`).join(', ')}]`
}

const metricsRow = z.object({
  group: z.string(),
  opened: z.number(),
  by_severity: counts,
  by_status: counts,
  blockers: z.number(),
  breached: z.number(),
  met: z.number(),
  decided: z.number(),
  closed: z.number(),
  /** Closed at a time that is known. */
  timed: z.number(),
  close_mean: mean,
  close_quantiles: quantiles,
  responded: z.number(),
  response_mean: mean,
  response_quantiles: quantiles,
})

export type IssueMetricsRow = z.output<typeof metricsRow>

const GROUPS = {
  repository: 'toString(repository_id)',
  week: 'toString(toMonday(toDate(opened_at, {timezone:String})))',
  severity: nameOf(issueSeverities, severityCode),
} as const

/** Of the issues that were opened in a range and are neither transferred nor deleted, by group, and as group '' of all. */
export const issueMetrics = defineQuery({
  name: 'issues.metrics',
  parameters,
  row: metricsRow,
  render: ({ since, until, now, repositories, group_by, timezone }) => {
    const { sql, values } = where([
      ...secondRange('opened_at', { since, until }),
      inRepositories(repositories),
      { sql: 'gone = 0', values: {} },
    ])
    return {
      sql: `
        SELECT ${group_by === null ? "''" : `arrayJoin(['', ${GROUPS[group_by]}])`} AS group, count() AS opened,
          ${countEach(severityCode, issueSeverities)} AS by_severity,
          ${countEach(statusCode, issueStatuses)} AS by_status, countIf(${isClosed}) AS closed, countIf(${isBlocker}) AS blockers, countIf(${isBreached}) AS breached,
          countIf(${isMet}) AS met, countIf(${isDecided}) AS decided,
          countIf(${isClosed} AND closed_at IS NOT NULL) AS timed,
          ${spread('toInt64(closed_at) - toInt64(opened_at)', `${isClosed} AND closed_at IS NOT NULL`, 'close_')},
          countIf(first_response_at IS NOT NULL) AS responded,
          ${spread('toInt64(first_response_at) - toInt64(opened_at)', 'first_response_at IS NOT NULL', 'response_')}
        FROM issues ${sql} GROUP BY group SETTINGS final = 1`,
      values: { ...values, now: toSecond(now), timezone },
    }
  },
})
