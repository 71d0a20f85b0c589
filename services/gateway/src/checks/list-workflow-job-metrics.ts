import {
  type AnswerOf,
  type jobDimensions,
  listWorkflowJobMetrics,
  type QueryOf,
  workflowJobMetricsOrders,
} from '@octometer/gateway-api'
import { type WorkflowJobGroup, workflowJobGroups } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { readLive } from '../live-generation.ts'
import { recentRange } from '../recent-range.ts'
import { resolveScope } from '../repository-scope.ts'
import { spreadOf } from '../spread.ts'
import { shareOf } from './group-place.ts'
import { listGroups } from './list-groups.ts'

type Metrics = AnswerOf<typeof listWorkflowJobMetrics>['data'][number]
type Dimension = (typeof jobDimensions)[number]

const DEFAULT_GROUPS: readonly Dimension[] = ['runner_group']

export const listWorkflowJobMetricsEndpoint = endpoint(
  listWorkflowJobMetrics,
  'checks',
  (gateway, request) => {
    const { query } = request
    const groupBy = [...new Set(query.group_by ?? DEFAULT_GROUPS)]
    return listGroups(gateway, request, {
      orders: workflowJobMetricsOrders,
      read: (asked) =>
        gateway.store.query(workflowJobGroups, {
          ...asked,
          ...filtersOf(query),
          group_by: groupBy,
        }),
      entryOf: (row: WorkflowJobGroup, nameOf): Metrics => metricsOf(row, groupBy, nameOf),
    })
  },
  {
    evidence: (gateway, { query, principal }) =>
      readLive(gateway, 'checks', async (generation) => {
        const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
        const window = recentRange(query, gateway.now())
        const question = { generation, ...window, repositories, ...filtersOf(query) }
        return { deliveries: [{ ...window, repositories, of: { kind: 'jobs', question } }] }
      }),
  },
)

function filtersOf(query: QueryOf<typeof listWorkflowJobMetrics>) {
  return {
    workflows: query.workflow ?? null,
    branches: query.branch ?? null,
    names: query.name ?? null,
    runner_groups: query.runner_group ?? null,
  }
}

function metricsOf(
  row: WorkflowJobGroup,
  groupBy: readonly Dimension[],
  nameOf: (id: number) => string,
): Metrics {
  const { repository_id, workflow, job, runner_group, jobs, succeeded, failed, cancelled, skipped } = row
  const { seconds, billed_minutes, wasted_seconds, queue_wait, duration } = row
  const known = duration.count > 0
  return {
    ...(repository_id === null ? {} : { repository: nameOf(repository_id), repository_id }),
    ...(workflow === null ? {} : { workflow }),
    ...(job === null ? {} : { job }),
    ...(groupBy.includes('runner_group') ? { runner_group } : {}),
    ...{ jobs, succeeded, failed, cancelled, skipped },
    queue_wait: { count: queue_wait.count, ...spreadOf(queue_wait) },
    duration: { count: duration.count, ...spreadOf(duration) },
    minutes: known ? seconds / 60 : null,
    billed_minutes: known ? billed_minutes : null,
    wasted_minutes: known ? wasted_seconds / 60 : null,
    wasted_share: shareOf(wasted_seconds, seconds),
  }
}
