import { type AnswerOf, listWorkflowMetrics, type runDimensions } from '@octometer/gateway-api'
import { type WorkflowRunGroup, workflowRunGroups } from '@octometer/read-store'
import { endpoint } from '../answer-route.ts'
import { readLive } from '../live-generation.ts'
import { cutPage } from '../paging.ts'
import { namesOf } from '../pull-requests/pull-request-fields.ts'
import { recentRange } from '../recent-range.ts'
import { resolveScope } from '../repository-scope.ts'
import { spreadOf } from '../spread.ts'
import { groupPlaceOf, shareOf } from './group-place.ts'

type Metrics = AnswerOf<typeof listWorkflowMetrics>['data'][number]
type Dimension = (typeof runDimensions)[number]

const DEFAULT_GROUPS: readonly Dimension[] = ['repository', 'workflow']

export const listWorkflowMetricsEndpoint = endpoint(
  listWorkflowMetrics,
  'checks',
  async (gateway, { query, principal }) => {
    const { store } = gateway
    const after = groupPlaceOf(query.cursor)
    const window = recentRange(query, gateway.now())
    const { ids } = await resolveScope(gateway, principal, query.repository)
    const groupBy = [...new Set(query.group_by ?? DEFAULT_GROUPS)]
    const rows = await readLive(gateway, 'checks', (generation) =>
      store.query(workflowRunGroups, {
        generation,
        ...window,
        repositories: ids,
        workflows: query.workflow ?? null,
        branches: query.branch ?? null,
        events: query.event ?? null,
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
