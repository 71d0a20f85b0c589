import type { Entry } from '../../api/operations.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { ListPanel } from '../../pieces/list-panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'

const columns: readonly Column<Entry<'listWorkflowJobMetrics'>>[] = [
  {
    key: 'group',
    title: 'Runner group',
    sortKey: 'runner_group',
    sortsAs: 'text',
    render: ({ runner_group }) => runner_group ?? 'No runner took them',
  },
  {
    key: 'jobs',
    title: 'Jobs',
    align: 'end',
    width: '4.5rem',
    sortKey: 'jobs',
    render: (row) => formatCount(row.jobs),
  },
  {
    key: 'median',
    title: 'Median',
    align: 'end',
    width: '5.5rem',
    sortKey: 'queue_wait_median',
    render: ({ queue_wait }) => formatDuration(queue_wait.median_seconds),
  },
  {
    key: 'p75',
    title: 'P75',
    sortKey: 'queue_wait_p75',
    align: 'end',
    width: '4.5rem',
    render: ({ queue_wait }) => formatDuration(queue_wait.p75_seconds),
  },
  {
    key: 'p90',
    title: 'P90',
    sortKey: 'queue_wait_p90',
    align: 'end',
    width: '4.5rem',
    render: ({ queue_wait }) => formatDuration(queue_wait.p90_seconds),
  },
  {
    key: 'mean',
    title: 'Mean',
    sortKey: 'queue_wait_mean',
    align: 'end',
    width: '4.5rem',
    hidden: true,
    render: ({ queue_wait }) => formatDuration(queue_wait.mean_seconds),
  },
]

/** How long jobs wait until a runner takes them. */
export function QueuePanel() {
  const { repository, since, until } = useFilterParameters()
  const sort = useSort('listWorkflowJobMetrics', columns, 'jobs', 'queue-sort')
  return (
    <ListPanel
      title="Queue wait"
      note="From the creation of a job until a runner took it"
      name="listWorkflowJobMetrics"
      table="queue-wait"
      request={{ query: { repository, since, until, group_by: ['runner_group'], ...sort.query } }}
      sort={sort.table}
      columns={columns}
      keyOf={({ runner_group }) => String(runner_group)}
      maxHeight={18}
      empty={[
        'No job is known in this time',
        'Let the webhook send workflow jobs, or choose a longer range.',
      ]}
    />
  )
}
