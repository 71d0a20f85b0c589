import { type AnswerOf, type jobDimensions, listWorkflowJobMetrics } from '@octometer/gateway-api'
import { type WorkflowJobGroup, workflowJobGroups } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { spreadOf } from '../spread.ts'
import { shareOf } from './group-place.ts'
import { listGroups, sortedPlaceOf } from './list-groups.ts'

type Metrics = AnswerOf<typeof listWorkflowJobMetrics>['data'][number]
type Dimension = (typeof jobDimensions)[number]

const DEFAULT_GROUPS: readonly Dimension[] = ['runner_group']

export const listWorkflowJobMetricsEndpoint = endpoint(
  listWorkflowJobMetrics,
  'checks',
  (gateway, request) => {
    const { query } = request
    const groupBy = [...new Set(query.group_by ?? DEFAULT_GROUPS)]
    return listGroups<WorkflowJobGroup, Metrics>(gateway, request, {
      read: (asked) =>
        gateway.store.query(workflowJobGroups, {
          ...asked,
          workflows: query.workflow ?? null,
          branches: query.branch ?? null,
          names: query.name ?? null,
          runner_groups: query.runner_group ?? null,
          group_by: groupBy,
        }),
      placeOf: sortedPlaceOf,
      entryOf: (row, nameOf) => metricsOf(row, groupBy, nameOf),
    })
  },
)

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
