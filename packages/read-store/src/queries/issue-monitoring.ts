import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  inRepositories,
  MERGED,
  repositoryIds,
  second,
  secondRange,
  toSecond,
  where,
} from './conditions.ts'
import {
  hasAnyOf,
  isAssigned,
  isBlocker,
  isBreached,
  isClosed,
  isOneOf,
  issueSeverities,
  severityCode,
} from './issue-columns.ts'
import { mean, quantiles, spread } from './spread.ts'

const window = { since: z.date(), until: z.date(), repositories: repositoryIds }

/** Bound: `since` and `until`. */
const isWithin = (at: string) => `${at} >= ${second('since')} AND ${at} < ${second('until')}`
/** An issue that is closed now was resolved at its last closing. */
const isResolved = `(${isClosed} AND closed_at IS NOT NULL AND ifNull(${isWithin('closed_at')}, false))`
const isOpen = `NOT (${isClosed})`

const healthRow = z.object({
  group: z.string(),
  opened: z.number(),
  closed: z.number(),
  close_mean: mean,
  close_quantiles: quantiles,
  open: z.number(),
  /** Of the open ones, by the codes of severities. */
  by_severity: z.array(z.number()),
  assigned: z.number(),
  blockers: z.number(),
  breached: z.number(),
})

export type IssueHealthRow = z.output<typeof healthRow>

const openOf = (code: number) => `countIf(${isOpen} AND ${severityCode} = ${code})`

/**
 * What was opened and closed in a range, and what is open now whenever it was opened, without what was transferred or
 * deleted: by repository, when `by_repository` says so, and as group '' of all.
 */
export const issueHealth = defineQuery({
  name: 'issues.health',
  parameters: z.object({ ...window, now: z.date(), by_repository: z.boolean() }),
  row: healthRow,
  render: ({ since, until, now, repositories, by_repository }) => {
    const { sql, values } = where([inRepositories(repositories), GONE])
    return {
      sql: `
        SELECT ${by_repository ? "arrayJoin(['', toString(repository_id)])" : "''"} AS group,
          countIf(${isWithin('opened_at')}) AS opened, countIf(${isResolved}) AS closed,
          ${spread('toInt64(closed_at) - toInt64(opened_at)', isResolved, 'close_')},
          countIf(${isOpen}) AS open, [${issueSeverities.map((_, code) => openOf(code)).join(', ')}] AS by_severity,
          countIf(${isOpen} AND ${isAssigned}) AS assigned, countIf(${isOpen} AND ${isBlocker}) AS blockers,
          countIf(${isBreached}) AS breached
        FROM issues ${sql} GROUP BY group SETTINGS final = 1`,
      values: { ...values, since: toSecond(since), until: toSecond(until), now: toSecond(now) },
    }
  },
})

const GONE: Condition = { sql: 'gone = 0', values: {} }

const trendRow = z.object({ day: z.iso.date(), created: z.number(), resolved: z.number() })

/** Issues by the day on which they were opened, and on which those that are closed now were closed last; days without any are missing. */
export const issueTrend = defineQuery({
  name: 'issues.trend',
  parameters: z.object({
    ...window,
    severities: anyOfTexts,
    labels: anyOfTexts,
    /** IANA name: days are its calendar's. */
    timezone: z.string(),
  }),
  row: trendRow,
  render: ({ since, until, repositories, severities, labels, timezone }) => {
    const early = where([...secondRange('opened_at', { since: null, until }), inRepositories(repositories)])
    const wanted = where([
      GONE,
      isOneOf(severityCode, issueSeverities, 'severities', severities),
      labels && hasAnyOf('whole.labels', 'labels', labels),
    ])
    const dayOf = (time: string) => `toDate(${time}, {timezone:String})`
    return {
      sql: `
        SELECT moment.1 AS day, countIf(moment.2 = 1) AS created, countIf(moment.2 = 2) AS resolved
        FROM (
          SELECT arrayJoin(arrayConcat(
            if(${isWithin('opened_at')}, [(${dayOf('opened_at')}, 1)], []),
            if(${isResolved}, [(${dayOf('assumeNotNull(closed_at)')}, 2)], []))) AS moment
          FROM (SELECT opened_at, mark, closed_at, gone ${labels === null ? '' : ', labels AS whole'} FROM issues ${early.sql})
          ${wanted.sql})
        GROUP BY day ORDER BY day ${MERGED}`,
      values: {
        ...early.values,
        ...wanted.values,
        ...{ since: toSecond(since), until: toSecond(until), timezone },
      },
    }
  },
})

export const monitoredQuestion = z.object({
  ...window,
  /** What is open now counts too, whenever it was opened. */
  open: z.boolean(),
  severities: anyOfTexts,
  labels: anyOfTexts,
})

/** SELECT of the issues that a range's health or trend counts, with when they were opened. */
export function monitoredIssues({
  since,
  until,
  repositories,
  open,
  severities,
  labels,
}: z.output<typeof monitoredQuestion>): Condition {
  const scope = where([inRepositories(repositories)])
  const wanted = where([
    GONE,
    isOneOf(severityCode, issueSeverities, 'severities', severities),
    labels && hasAnyOf('whole.labels', 'labels', labels),
    { sql: `(${isWithin('opened_at')} OR ${isResolved}${open ? ` OR ${isOpen}` : ''})`, values: {} },
  ])
  return {
    sql: `
      SELECT repository_id, number, opened_at FROM (
        SELECT opened_at, repository_id, number, max(i.mark) AS mark, max(i.closed_at) AS closed_at, max(i.gone) AS gone
          ${labels === null ? '' : ', max(i.labels) AS whole'}
        FROM issues AS i ${scope.sql} GROUP BY opened_at, repository_id, number)
      ${wanted.sql}`,
    values: { ...scope.values, ...wanted.values, since: toSecond(since), until: toSecond(until) },
  }
}
