import { readFileSync } from 'node:fs'
import type { Rollup } from './rollup.ts'
import type { Table } from './table.ts'
import { alertNotifications, alertRuleChanges, alerts } from './tables/alerts.ts'
import { apiCallHours, apiCalls, apiUsageRollups } from './tables/api-usage.ts'
import {
  counterBaselines,
  counterConflicts,
  counterDays,
  counterDaysByTime,
  counterFacts,
  counterMonths,
  counterQuarters,
  counterRollups,
} from './tables/counters.ts'
import { commands, deliveries, repositoryNames } from './tables/deliveries.ts'
import {
  pullRequestReviews,
  pullRequests,
  pullRequestTimeline,
  pullRequestUpdates,
} from './tables/pull-requests.ts'

/** How the rows of a table that a new generation can no longer compute are taken over from the live one. */
interface TakeOver {
  readonly table: string
  /** The column that holds a row's own time, as SQL; rows from before the oldest payload are taken over. */
  readonly time: string
}

/** The tables that one projection writes. */
export interface ReadModel {
  readonly projection: string
  readonly tables: readonly Table[]
  /** In the order in which they are recounted. */
  readonly rollups: readonly Rollup[]
  readonly takeOvers: readonly TakeOver[]
  /** The DDL of a generation; null for the archive, which has no generations: nothing else holds its rows. */
  readonly ddl: string | null
}

const ddl = (file: string) => readFileSync(new URL(`../generations/${file}`, import.meta.url), 'utf8')

const archiveReadModel: ReadModel = {
  projection: 'deliveries',
  tables: [deliveries, repositoryNames, commands],
  rollups: [],
  takeOvers: [],
  ddl: null,
}

const countersReadModel: ReadModel = {
  projection: 'counters',
  tables: [
    counterFacts,
    counterConflicts,
    counterBaselines,
    counterQuarters,
    counterDays,
    counterDaysByTime,
    counterMonths,
  ],
  rollups: counterRollups,
  takeOvers: [
    { table: 'counter_facts', time: 'last_received_at' },
    { table: 'counter_conflicts', time: 'last_received_at' },
  ],
  ddl: ddl('counters.sql'),
}

const pullRequestsReadModel: ReadModel = {
  projection: 'pull-requests',
  tables: [pullRequests, pullRequestUpdates, pullRequestReviews, pullRequestTimeline],
  rollups: [],
  takeOvers: [
    { table: 'pull_requests', time: 'core.observed_at' },
    { table: 'pull_request_updates', time: 'observed_at' },
    { table: 'pull_request_reviews', time: 'submitted_at' },
    { table: 'pull_request_timeline', time: 'at' },
  ],
  ddl: ddl('pull-requests.sql'),
}

const apiUsageReadModel: ReadModel = {
  projection: 'api-usage',
  tables: [apiCalls, apiCallHours],
  rollups: apiUsageRollups,
  takeOvers: [{ table: 'api_calls', time: 'at' }],
  ddl: ddl('api-usage.sql'),
}

const alertsReadModel: ReadModel = {
  projection: 'alerts',
  tables: [alerts, alertNotifications],
  rollups: [],
  takeOvers: [
    { table: 'alerts', time: 'core.opened_at' },
    { table: 'alert_notifications', time: 'result.at' },
  ],
  ddl: ddl('alerts.sql'),
}

const alertRulesReadModel: ReadModel = {
  projection: 'alert-rules',
  tables: [alertRuleChanges],
  rollups: [],
  // The archive keeps every command for good.
  takeOvers: [],
  ddl: ddl('alert-rules.sql'),
}

export const readModels: readonly ReadModel[] = [
  archiveReadModel,
  countersReadModel,
  pullRequestsReadModel,
  apiUsageReadModel,
  alertsReadModel,
  alertRulesReadModel,
]

export function readModelOf(projection: string): ReadModel {
  const found = readModels.find((model) => model.projection === projection)
  if (found === undefined) throw new TypeError(`no read model belongs to the projection ${projection}`)
  return found
}
