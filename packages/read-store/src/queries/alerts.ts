import { z } from 'zod'
import { defineQuery } from '../named-query.ts'
import {
  anyOfTexts,
  type Condition,
  inRange,
  inRepositories,
  oneOf,
  repositoryIds,
  rowTime,
  timeRange,
  where,
} from './conditions.ts'
import { type SortColumns, sortedPage, sortedRow, sorting } from './sorting.ts'

const alertRow = z.object({
  alert_id: z.string(),
  rule: z.string(),
  subject: z.string(),
  state: z.enum(['open', 'acknowledged', 'resolved']),
  severity: z.enum(['low', 'medium', 'high', 'critical']),
  title: z.string(),
  message: z.string(),
  url: z.string().nullable(),
  repository_id: z.number().nullable(),
  repository: z.string(),
  opened_at: rowTime,
  last_evidence_at: rowTime,
  resolved_at: rowTime.nullable(),
  evidence: z.number(),
  deliveries: z.array(z.string()),
  acknowledged_at: rowTime.nullable(),
  acknowledged_by: z.string().nullable(),
  muted_until: rowTime.nullable(),
})

export type AlertNow = z.output<typeof alertRow>

const FIELDS = Object.keys(alertRow.shape)
  .filter((name) => name !== 'alert_id')
  .map((name) => `latest.${name} AS ${name}`)
  .join(', ')

/** What turned out to be part of another alert is none. */
const isAlert: Condition = { sql: `latest.state != 'superseded'`, values: {} }

const text = (sql: string) => ({ sql: `lowerUTF8(${sql})`, type: 'String' }) as const
const time = (sql: string) => ({ sql: `toUnixTimestamp64Milli(${sql})`, type: 'Int64' }) as const

const columns: SortColumns = {
  opened_at: time('opened_at'),
  last_evidence_at: time('last_evidence_at'),
  resolved_at: time('resolved_at'),
  severity: { sql: "toInt64(indexOf(['low', 'medium', 'high', 'critical'], severity))", type: 'Int64' },
  title: text('title'),
  rule: text('rule'),
  state: text('state'),
  count: { sql: 'toInt64(evidence)', type: 'Int64' },
}

/** Alerts as they are now, in the order of a column. */
export const alertPage = defineQuery({
  name: 'alerts.page',
  parameters: z.object({
    ...timeRange,
    states: anyOfTexts,
    severities: anyOfTexts,
    rules: anyOfTexts,
    repositories: repositoryIds,
    sorting,
    limit: z.int(),
  }),
  row: alertRow.extend(sortedRow),
  render: (parameters) => {
    const { column, after, order } = sortedPage(columns, { alert_id: 'String' }, parameters.sorting)
    const { sql, values } = where([
      ...inRange('opened_at', parameters),
      oneOf('state', 'states', parameters.states),
      oneOf('severity', 'severities', parameters.severities),
      oneOf('rule', 'rules', parameters.rules),
      inRepositories(parameters.repositories),
      after,
    ])
    return {
      sql: `
        SELECT *, ${column} FROM (
          SELECT alert_id, ${FIELDS} FROM (SELECT alert_id, max(a.core) AS latest FROM alerts AS a GROUP BY alert_id)
          WHERE ${isAlert.sql})
        ${sql} ${order} LIMIT {limit:UInt32}`,
      values: { ...values, limit: parameters.limit },
    }
  },
})

/** One alert as it is now. */
export const alertNow = defineQuery({
  name: 'alerts.now',
  parameters: z.object({ id: z.string(), repositories: repositoryIds }),
  row: alertRow,
  render: ({ id, repositories }) => {
    const { sql, values } = where([isAlert, inRepositories(repositories)])
    return {
      sql: `
        SELECT alert_id, ${FIELDS} FROM (
          SELECT alert_id, max(a.core) AS latest FROM alerts AS a WHERE alert_id = {id:String} GROUP BY alert_id) ${sql}`,
      values: { ...values, id },
    }
  },
})

/** Who was told of these alerts, the first first. */
export const alertNotificationsOf = defineQuery({
  name: 'alerts.notifications',
  parameters: z.object({ alerts: z.array(z.string()).readonly() }),
  row: z.object({
    alert_id: z.string(),
    about: z.string(),
    channel: z.string(),
    status: z.enum(['waiting', 'sent', 'failed', 'cancelled', 'unknown']),
    attempts: z.number(),
    detail: z.string(),
    at: rowTime,
  }),
  render: ({ alerts }) => ({
    sql: `
      SELECT alert_id, latest.about AS about, latest.channel AS channel, latest.status AS status,
        latest.attempts AS attempts, latest.detail AS detail, latest.at AS at
      FROM (
        SELECT alert_id, notification_id, max(n.result) AS latest FROM alert_notifications AS n
        WHERE alert_id IN {alerts:Array(String)} GROUP BY alert_id, notification_id)
      ORDER BY alert_id, at, notification_id`,
    values: { alerts },
  }),
})

/** Every change of an alert rule or channel, the oldest first. */
export const alertRuleChangesNow = defineQuery({
  name: 'alert_rules.changes',
  parameters: z.object({}),
  row: z.object({
    target: z.enum(['rule', 'channel']),
    name: z.string(),
    issued_at: rowTime,
    issued_by: z.string(),
    settings: z.string(),
  }),
  render: () => ({
    sql: `
      SELECT target, name, latest.issued_at AS issued_at, latest.issued_by AS issued_by, latest.settings AS settings
      FROM (
        SELECT target, name, command_id, max(c.change) AS latest FROM alert_rule_changes AS c
        GROUP BY target, name, command_id)
      ORDER BY issued_at, command_id`,
    values: {},
  }),
})
