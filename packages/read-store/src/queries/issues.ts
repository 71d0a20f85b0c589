import { TupleParam } from '@clickhouse/client'
import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  inRepositories,
  isFew,
  MERGED,
  noneOfAnyCase,
  noneOfTexts,
  repositoryIds,
  rowTime,
  second,
  secondRange,
  timeRange,
  toSecond,
  where,
} from './conditions.ts'
import {
  dueAtOf,
  hasAnyOf,
  isBlocker,
  isBreached,
  isDecided,
  isMet,
  isOneOf,
  issueSeverities,
  issueStates,
  issueStatuses,
  nameOf,
  priorityOf,
  seenAtOf,
  severityCode,
  slaHoursOf,
  stateCode,
  statusCode,
} from './issue-columns.ts'
import { type SortColumns, sortedPage, sortedRow, sorting } from './sorting.ts'

const filters = {
  ...timeRange,
  /** What is breached and how urgent it is depends on it. */
  now: z.date(),
  repositories: repositoryIds,
  states: anyOfTexts,
  severities: anyOfTexts,
  statuses: anyOfTexts,
  breached: z.boolean().nullable(),
  blocker: z.boolean().nullable(),
  labels: anyOfTexts,
  assignees: anyOfTexts,
  /** Authors that are left out, in lower case. */
  without: noneOfTexts,
}

export const issueFilters = z.object(filters)
export type IssueFilters = z.output<typeof issueFilters>

const key = z.object({ repository_id: z.int().min(0), number: z.int().min(0) })
const place = z.object({ opened_at: z.date(), ...key.shape })

const issueRow = z.object({
  opened_at: rowTime,
  repository_id: z.number(),
  number: z.number(),
  state: z.enum(issueStates),
  severity: z.enum(issueSeverities),
  status: z.enum(issueStatuses),
  blocker: z.boolean(),
  priority: z.number(),
  sla_hours: z.number(),
  due_at: rowTime,
  breached: z.boolean(),
  sla_met: z.boolean().nullable(),
  updated_at: rowTime,
  last_closed_at: rowTime.nullable(),
  transferred_to: z.string().nullable(),
  first_response_at: rowTime.nullable(),
  labels: z.object({ labels: z.array(z.string()), assignees: z.array(z.string()) }),
  about: z.object({
    title: z.string(),
    author: z.string().nullable(),
    author_type: z.string(),
    milestone: z.string().nullable(),
    state_reason: z.string().nullable(),
    comments: z.number().nullable(),
  }),
  fits: z.boolean(),
})

export type IssueNow = z.output<typeof issueRow>

const KEY = 'opened_at, repository_id, number'
const ORDER = 'ORDER BY opened_at DESC, repository_id DESC, number DESC'

const FIELDS = `opened_at, repository_id, number, ${nameOf(issueStates, stateCode)} AS state,
  ${nameOf(issueSeverities, severityCode)} AS severity, ${nameOf(issueStatuses, statusCode)} AS status,
  toBool(${isBlocker}) AS blocker, ${priorityOf} AS priority, ${slaHoursOf} AS sla_hours, ${dueAtOf} AS due_at,
  toBool(${isBreached}) AS breached, if(${isDecided}, toBool(${isMet}), NULL) AS sla_met, ${seenAtOf} AS updated_at,
  closed_at AS last_closed_at, transferred_to, first_response_at`

/** What the tuples of labels and of everything else are called. */
interface Columns {
  readonly texts: string
  readonly about: string
}

const OWN: Columns = { texts: 'labels', about: 'about' }
/** Read as a whole, a tuple has a name that is no column's. */
const WHOLE: Columns = { texts: 'whole', about: 'told' }

/** What is asked of an issue's content, apart from its state. */
function contentFilters(wanted: IssueFilters, { texts, about }: Columns): readonly (Condition | null)[] {
  return [
    isOneOf(severityCode, issueSeverities, 'severities', wanted.severities),
    isOneOf(statusCode, issueStatuses, 'statuses', wanted.statuses),
    wanted.breached === null ? null : { sql: `${isBreached} = ${wanted.breached ? 1 : 0}`, values: {} },
    wanted.blocker === null ? null : { sql: `(${isBlocker}) = ${wanted.blocker ? 1 : 0}`, values: {} },
    wanted.labels && hasAnyOf(`${texts}.labels`, 'wanted_labels', wanted.labels),
    wanted.assignees && hasAnyOf(`${texts}.assignees`, 'wanted_assignees', wanted.assignees),
    noneOfAnyCase(`ifNull(${about}.author, '')`, wanted.without),
  ]
}

/** What a row must show for its issue to fit: of what is gone another row may say so. */
function rowFilters(wanted: IssueFilters): readonly (Condition | null)[] {
  const isGoneWanted = wanted.states?.some((state) => state === 'transferred' || state === 'deleted') ?? true
  return [
    ...secondRange('opened_at', wanted),
    inRepositories(wanted.repositories),
    isGoneWanted ? null : isOneOf(stateCode, issueStates, 'states', wanted.states),
    ...contentFilters(wanted, OWN),
  ]
}

function fitting(wanted: IssueFilters, columns: Columns): Condition {
  const conditions = [
    isOneOf(stateCode, issueStates, 'states', wanted.states),
    ...contentFilters(wanted, columns),
  ]
  const { sql, values } = where(conditions)
  return { sql: sql === '' ? '1' : sql.replace('WHERE ', ''), values }
}

/** The next issues, the last opened first, that fit the filters or did once: `fits` says whether they do now. */
export const issueCandidates = defineQuery({
  name: 'issues.candidates',
  parameters: z.object({ ...filters, after: place.nullable(), limit: z.int() }),
  row: issueRow,
  render: ({ after, limit, ...wanted }) => {
    const found = where([...rowFilters(wanted), beforePlace(after)])
    const fits = fitting(wanted, OWN)
    return {
      sql: `
        SELECT ${FIELDS}, labels, about, toBool(${fits.sql}) AS fits
        FROM (
          SELECT ${KEY}, max(i.mark) AS mark, max(i.closed_at) AS closed_at, max(i.gone) AS gone,
            max(i.transferred_to) AS transferred_to, min(i.first_response_at) AS first_response_at,
            max(i.labels) AS labels, max(i.about) AS about
          FROM issues AS i WHERE (${KEY}) IN (
            SELECT ${KEY} FROM issues ${found.sql} ${ORDER} LIMIT 1 BY ${KEY} LIMIT {limit:UInt32})
          GROUP BY ${KEY})
        ${ORDER}`,
      values: { ...found.values, ...fits.values, now: toSecond(wanted.now), limit },
    }
  },
})

function beforePlace(after: z.output<typeof place> | null): Condition | null {
  if (after === null) return null
  const at = second('after_time')
  return {
    sql: `opened_at <= ${at} AND (${KEY}) < (${at}, {after_repository:UInt64}, {after_number:UInt64})`,
    values: {
      after_time: toSecond(after.opened_at),
      after_repository: after.repository_id,
      after_number: after.number,
    },
  }
}

/** How many issues fit the filters. Of many repositories ClickHouse merges all rows, which costs a tenth of finding and grouping some. */
export const issueTotal = defineQuery({
  name: 'issues.total',
  parameters: issueFilters,
  row: z.object({ total: z.number() }),
  render: (wanted) => {
    const fits = fitting(wanted, WHOLE)
    const scope = where([...secondRange('opened_at', wanted), inRepositories(wanted.repositories)])
    const isByText = wanted.labels !== null || wanted.assignees !== null || wanted.without.length > 0
    const values = { ...scope.values, ...fits.values, now: toSecond(wanted.now) }
    if (!isFew(wanted.repositories)) {
      const columns = `opened_at, mark, closed_at, gone ${isByText ? ', labels AS whole, about AS told' : ''}`
      return {
        sql: `SELECT count() AS total FROM (SELECT ${columns} FROM issues ${scope.sql}) WHERE ${fits.sql} ${MERGED}`,
        values,
      }
    }
    const once = where(rowFilters(wanted))
    const keys = isByText ? `WHERE (${KEY}) IN (SELECT ${KEY} FROM issues ${once.sql})` : scope.sql
    return {
      sql: `
        SELECT count() AS total FROM (
          SELECT opened_at, max(i.mark) AS mark, max(i.closed_at) AS closed_at, max(i.gone) AS gone
            ${isByText ? ', max(i.labels) AS whole, max(i.about) AS told' : ''}
          FROM issues AS i ${keys} GROUP BY ${KEY})
        WHERE ${fits.sql}`,
      values: { ...values, ...once.values },
    }
  },
})

const text = (sql: string) => ({ sql: `lowerUTF8(${sql})`, type: 'String' }) as const
const seconds = (sql: string) => ({ sql: `toInt64(toUnixTimestamp(${sql}))`, type: 'Int64' }) as const
const number = (sql: string) => ({ sql: `toInt64(${sql})`, type: 'Int64' }) as const

const columns: SortColumns = {
  opened_at: seconds('opened_at'),
  updated_at: seconds(seenAtOf),
  closed_at: seconds(`if(${stateCode} = 1, closed_at, NULL)`),
  due_at: seconds(dueAtOf),
  title: text('told.title'),
  author: text('told.author'),
  state: text(nameOf(issueStates, stateCode)),
  status: text(nameOf(issueStatuses, statusCode)),
  severity: number(severityCode),
  priority: number(priorityOf),
  comments: number('told.comments'),
  // The greatest of nothing and 0 would be 0.
  time_to_first_response: number(
    "if(isNull(first_response_at), NULL, greatest(0, dateDiff('second', opened_at, first_response_at)))",
  ),
}

/** Issues that fit the filters in the order of a column: all of them are looked at. */
export const sortedIssues = defineQuery({
  name: 'issues.sorted',
  parameters: issueFilters.extend({ sorting, limit: z.int() }),
  row: issueRow.extend(sortedRow),
  render: ({ sorting: asked, limit, ...wanted }) => {
    const { column, after, order } = sortedPage(columns, { repository_id: 'UInt64', number: 'UInt64' }, asked)
    const scope = where([...secondRange('opened_at', wanted), inRepositories(wanted.repositories)])
    const fits = fitting(wanted, WHOLE)
    const rest = where([after])
    return {
      sql: `
        SELECT * FROM (
          SELECT ${FIELDS}, whole AS labels, told AS about, true AS fits, ${column} FROM (
            SELECT ${KEY}, mark, closed_at, gone, transferred_to, first_response_at, labels AS whole, about AS told
            FROM issues ${scope.sql})
          WHERE ${fits.sql})
        ${rest.sql} ${order} LIMIT {limit:UInt32} ${MERGED}`,
      values: { ...scope.values, ...fits.values, ...rest.values, now: toSecond(wanted.now), limit },
    }
  },
})

/** SELECT of the keys of all issues that fit. */
export function fittingIssues(wanted: IssueFilters): Condition {
  const scope = where([...secondRange('opened_at', wanted), inRepositories(wanted.repositories)])
  const fits = fitting(wanted, WHOLE)
  return {
    sql: `
      SELECT repository_id, number FROM (
        SELECT ${KEY}, max(i.mark) AS mark, max(i.closed_at) AS closed_at, max(i.gone) AS gone, max(i.labels) AS whole,
          max(i.about) AS told
        FROM issues AS i ${scope.sql} GROUP BY ${KEY})
      WHERE ${fits.sql}`,
    values: { ...scope.values, ...fits.values, now: toSecond(wanted.now) },
  }
}

/** When some issues were reopened, oldest first. */
export const issueReopenings = defineQuery({
  name: 'issues.reopenings',
  parameters: z.object({ keys: z.array(key).readonly() }),
  row: z.object({ repository_id: z.number(), number: z.number(), at: rowTime }),
  render: ({ keys }) => ({
    sql: `
      SELECT DISTINCT repository_id, number, at FROM issue_timeline
      WHERE (repository_id, number) IN {keys:Array(Tuple(UInt64, UInt64))} AND action = 'reopened' ORDER BY at`,
    values: { keys: keys.map(({ repository_id, number }) => new TupleParam([repository_id, number])) },
  }),
})
