import { type AnswerOf, type jobDimensions, listWorkflowJobMetrics } from '@octometer/gateway-api'
import { type WorkflowJobGroup, workflowJobGroups } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { readLive } from '../live-generation.ts'
import { cutPage } from '../paging.ts'
import { namesOf } from '../pull-requests/pull-request-fields.ts'
import { recentRange } from '../recent-range.ts'
import { resolveScope } from '../repository-scope.ts'
import { spreadOf } from '../spread.ts'
import { groupPlaceOf, shareOf } from './group-place.ts'

type Metrics = AnswerOf<typeof listWorkflowJobMetrics>['data'][number]
type Dimension = (typeof jobDimensions)[number]

const DEFAULT_GROUPS: readonly Dimension[] = ['runner_group']

export const listWorkflowJobMetricsEndpoint = endpoint(
  listWorkflowJobMetrics,
  'checks',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const after = groupPlaceOf(query.cursor)
    const window = recentRange(query, gateway.now())
    const { ids } = await resolveScope(gateway, principal, query.repository)
    const groupBy = [...new Set(query.group_by ?? DEFAULT_GROUPS)]
    const rows = await readLive(gateway, 'checks', (generation) =>
      store.query(workflowJobGroups, {
        generation,
        ...window,
        repositories: ids,
        workflows: query.workflow ?? null,
        branches: query.branch ?? null,
        names: query.name ?? null,
        runner_groups: query.runner_group ?? null,
        group_by: groupBy,
        after,
        limit: query.limit + 1,
      }),
    )
    const { entries, page } = cutPage(rows, {
      limit: query.limit,
      more: false,
      placeOf: ({ sort_value, sort_key }) => [sort_value, sort_key],
    })
    const nameOf = await namesOf(
      gateway,
      entries.flatMap(({ repository_id }) => repository_id ?? []),
    )
    return { data: entries.map((row) => metricsOf(row, groupBy, nameOf)), page }
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
