import { readFileSync } from 'node:fs'
import type { Rollup } from './rollup.ts'
import type { Table } from './table.ts'
import { alertNotifications, alertRuleChanges, alerts } from './tables/alerts.ts'
import { apiCallHours, apiCalls, apiUsageRollups } from './tables/api-usage.ts'
import {
  checkEndings,
  checkRuns,
  checkSuites,
  commitStatuses,
  workflowJobs,
  workflowRuns,
} from './tables/checks.ts'
import {
  counterBaselines,
  counterConflicts,
  counterDays,
  counterDaysByTime,
  counterFacts,
  counterMonths,
  counterQuarters,
  counterQuarterTotals,
  counterRollups,
} from './tables/counters.ts'
import { commands, deliveries, repositoryNames, snapshots } from './tables/deliveries.ts'
import { deliveryCounts, deliveryReceipts, deliveryRollups } from './tables/delivery-counts.ts'
import {
  defaultBranchPushes,
  deploymentStatuses,
  deployments,
  mergedChanges,
  releases,
} from './tables/deployments.ts'
import { hookStates, intakeListings, intakeReads } from './tables/intake.ts'
import { issues, issueTimeline } from './tables/issues.ts'
import { peopleRollups, peopleTables } from './tables/people.ts'
import { projectItems, projectPlans, projectUpdates } from './tables/projects.ts'
import { pullRequestLifeRollups, pullRequestLifeTables } from './tables/pull-request-lives.ts'
import { pullRequestReceiptRollups, pullRequestReceiptTables } from './tables/pull-request-receipts.ts'
import { pullRequestReviews, pullRequests, pullRequestTimeline } from './tables/pull-requests.ts'
import { repositoryDays, repositoryTotals } from './tables/repositories.ts'
import { reviewThreadRollups, reviewThreadTables } from './tables/review-threads.ts'

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
  tables: [deliveries, repositoryNames, commands, snapshots, deliveryReceipts, deliveryCounts],
  rollups: deliveryRollups,
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
    counterQuarterTotals,
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
  tables: [
    pullRequests,
    pullRequestReviews,
    pullRequestTimeline,
    ...pullRequestLifeTables,
    ...pullRequestReceiptTables,
  ],
  rollups: [...pullRequestLifeRollups, ...pullRequestReceiptRollups],
  takeOvers: [
    { table: 'pull_requests', time: 'core.observed_at' },
    { table: 'pull_request_reviews', time: 'submitted_at' },
    { table: 'pull_request_timeline', time: 'at' },
    { table: 'pull_request_lives', time: 'created_at' },
    { table: 'branch_moments', time: 'at' },
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

const checksReadModel: ReadModel = {
  projection: 'checks',
  tables: [checkRuns, checkSuites, commitStatuses, workflowRuns, workflowJobs, checkEndings],
  rollups: [],
  takeOvers: [
    { table: 'check_runs', time: 'created_at' },
    { table: 'check_suites', time: 'created_at' },
    { table: 'commit_statuses', time: 'created_at' },
    { table: 'workflow_runs', time: 'started_at' },
    { table: 'workflow_jobs', time: 'created_at' },
    { table: 'check_endings', time: 'seen_at' },
  ],
  ddl: ddl('checks.sql'),
}

const reviewThreadsReadModel: ReadModel = {
  projection: 'review-threads',
  tables: reviewThreadTables,
  rollups: reviewThreadRollups,
  takeOvers: [
    { table: 'review_thread_comments', time: 'created_at' },
    { table: 'review_thread_turns', time: 'at' },
  ],
  ddl: ddl('review-threads.sql'),
}

const deploymentsReadModel: ReadModel = {
  projection: 'deployments',
  tables: [deployments, deploymentStatuses, releases, mergedChanges, defaultBranchPushes],
  rollups: [],
  // What is merged by `min` or `max` may be taken over whenever it is from: whole rows of old things.
  takeOvers: [
    { table: 'deployments', time: 'created_at' },
    { table: 'deployment_statuses', time: 'at' },
    { table: 'releases', time: 'made_at' },
    { table: 'merged_changes', time: 'merged_at' },
    { table: 'default_branch_pushes', time: 'pushed_at' },
  ],
  ddl: ddl('deployments.sql'),
}

const peopleReadModel: ReadModel = {
  projection: 'people',
  tables: peopleTables,
  rollups: peopleRollups,
  takeOvers: [
    { table: 'contributions', time: 'at' },
    { table: 'people', time: 'first_seen' },
    { table: 'activity_records', time: 'at' },
  ],
  ddl: ddl('people.sql'),
}

const issuesReadModel: ReadModel = {
  projection: 'issues',
  tables: [issues, issueTimeline],
  rollups: [],
  takeOvers: [
    { table: 'issues', time: 'opened_at' },
    { table: 'issue_timeline', time: 'at' },
  ],
  ddl: ddl('issues.sql'),
}

const repositoriesReadModel: ReadModel = {
  projection: 'repositories',
  tables: [repositoryDays, repositoryTotals],
  rollups: [],
  // Snapshots are archived for good. Rows of now are as old as their newest observation.
  takeOvers: [
    {
      table: 'repository_days',
      time: "if(day = toDate(0), toDateTime(intDiv(state.mark, 4), 'UTC'), toDateTime(day, 'UTC'))",
    },
  ],
  ddl: ddl('repositories.sql'),
}

const intakeReadModel: ReadModel = {
  projection: 'intake',
  tables: [intakeListings, intakeReads, hookStates],
  rollups: [],
  // The archive keeps every snapshot for good.
  takeOvers: [],
  ddl: ddl('intake.sql'),
}

const projectsReadModel: ReadModel = {
  projection: 'projects',
  tables: [projectItems, projectPlans, projectUpdates],
  rollups: [],
  // Plans come from snapshots, which the archive keeps for good; so do their updates, which come again.
  takeOvers: [
    { table: 'project_items', time: "toDateTime(intDiv(mark, 32), 'UTC')" },
    { table: 'project_updates', time: 'at' },
  ],
  ddl: ddl('projects.sql'),
}

export const readModels: readonly ReadModel[] = [
  archiveReadModel,
  countersReadModel,
  pullRequestsReadModel,
  reviewThreadsReadModel,
  peopleReadModel,
  apiUsageReadModel,
  alertsReadModel,
  alertRulesReadModel,
  checksReadModel,
  deploymentsReadModel,
  issuesReadModel,
  repositoriesReadModel,
  intakeReadModel,
  projectsReadModel,
]

export function readModelOf(projection: string): ReadModel {
  const found = readModels.find((model) => model.projection === projection)
  if (found === undefined) throw new TypeError(`no read model belongs to the projection ${projection}`)
  return found
}
