import {
  type AnswerOf,
  listWorkflowMetrics,
  type QueryOf,
  type runDimensions,
  workflowRunMetricsOrders,
} from '@octometer/gateway-api'
import { type WorkflowRunGroup, workflowRunGroups } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { readLive } from '../live-generation.ts'
import { recentRange } from '../recent-range.ts'
import { resolveScope } from '../repository-scope.ts'
import { spreadOf } from '../spread.ts'
import { shareOf } from './group-place.ts'
import { listGroups } from './list-groups.ts'

type Metrics = AnswerOf<typeof listWorkflowMetrics>['data'][number]
type Dimension = (typeof runDimensions)[number]

const DEFAULT_GROUPS: readonly Dimension[] = ['repository', 'workflow']

export const listWorkflowMetricsEndpoint = endpoint(
  listWorkflowMetrics,
  'checks',
  (gateway, request) => {
    const { query } = request
    const groupBy = [...new Set(query.group_by ?? DEFAULT_GROUPS)]
    return listGroups(gateway, request, {
      orders: workflowRunMetricsOrders,
      read: (asked) =>
        gateway.store.query(workflowRunGroups, {
          ...asked,
          ...filtersOf(query),
          group_by: groupBy,
        }),
      entryOf: (row: WorkflowRunGroup, nameOf): Metrics => metricsOf(row, groupBy, nameOf),
    })
  },
  {
    evidence: (gateway, { query, principal }) =>
      readLive(gateway, 'checks', async (generation) => {
        const { ids: repositories } = await resolveScope(gateway, principal, query.repository)
        const window = recentRange(query, gateway.now())
        const question = { generation, ...window, repositories, ...filtersOf(query) }
        return { deliveries: [{ ...window, repositories, of: { kind: 'runs', question } }] }
      }),
  },
)

function filtersOf(query: QueryOf<typeof listWorkflowMetrics>) {
  return {
    workflows: query.workflow ?? null,
    branches: query.branch ?? null,
    events: query.event ?? null,
  }
}

function metricsOf(
  row: WorkflowRunGroup,
  groupBy: readonly Dimension[],
  nameOf: (id: number) => string,
): Metrics {
  const { repository_id, workflow, event, branch, duration, sort_value: _, sort_key: __, ...counts } = row
  return {
    ...(repository_id === null ? {} : { repository: nameOf(repository_id), repository_id }),
    ...(workflow === null ? {} : { workflow }),
    ...(event === null ? {} : { event }),
    ...(groupBy.includes('branch') ? { branch } : {}),
    ...counts,
    success_rate: shareOf(row.succeeded, row.succeeded + row.failed),
    duration: { count: duration.count, ...spreadOf(duration) },
  }
}
