import type { Entry } from '../../api/operations.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { ListPanel } from '../../pieces/list-panel.tsx'
import { Segments } from '../../pieces/segments.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { JobsSide } from './jobs-side.tsx'
import { RunsSide } from './runs-side.tsx'

type Workflow = Entry<'listWorkflowMetrics'>
type Job = Entry<'listWorkflowJobMetrics'>

function number<Row>(
  key: string,
  title: string,
  render: (row: Row) => string,
  rest: Partial<Column<Row>> = {},
): Column<Row> {
  return { key, title, render, align: 'end', width: '5.5rem', ...rest }
}

const durations = [
  number<Workflow | Job>('median', 'Median', (row) => formatDuration(row.duration.median_seconds), {
    sortKey: 'duration_median',
  }),
  number<Workflow | Job>('p75', 'P75', (row) => formatDuration(row.duration.p75_seconds), {
    hidden: true,
    sortKey: 'duration_p75',
  }),
  number<Workflow | Job>('p90', 'P90', (row) => formatDuration(row.duration.p90_seconds), {
    sortKey: 'duration_p90',
  }),
]

const workflowColumns: readonly Column<Workflow>[] = [
  { key: 'workflow', title: 'Workflow', sortKey: 'workflow', sortsAs: 'text', render: (row) => row.workflow },
  { key: 'repository', title: 'Repository', render: (row) => row.repository },
  number('attempts', 'Attempts', (row) => formatCount(row.attempts), { sortKey: 'attempts' }),
  number('reruns', 'Reruns', (row) => formatCount(row.reruns), { sortKey: 'reruns' }),
  number('failed', 'Failed', (row) => formatCount(row.failed), { sortKey: 'failed' }),
  number('cancelled', 'Cancelled', (row) => formatCount(row.cancelled), {
    hidden: true,
    sortKey: 'cancelled',
  }),
  number('rate', 'Success', (row) => formatShare(row.success_rate), { sortKey: 'success_rate' }),
  ...durations,
]

const jobColumns: readonly Column<Job>[] = [
  { key: 'job', title: 'Job', sortKey: 'job', sortsAs: 'text', render: (row) => row.job },
  { key: 'workflow', title: 'Workflow', sortKey: 'workflow', sortsAs: 'text', render: (row) => row.workflow },
  { key: 'repository', title: 'Repository', render: (row) => row.repository },
  number('jobs', 'Jobs', (row) => formatCount(row.jobs), { sortKey: 'jobs' }),
  number('failed', 'Failed', (row) => formatCount(row.failed), { sortKey: 'failed' }),
  number('queue', 'Queue P90', (row) => formatDuration(row.queue_wait.p90_seconds), {
    sortKey: 'queue_wait_p90',
  }),
  ...durations,
  number('minutes', 'Minutes', (row) => formatCount(row.minutes), { sortKey: 'minutes' }),
  number('wasted', 'Wasted', (row) => formatShare(row.wasted_share), { sortKey: 'wasted_share' }),
]

const levels = [
  { value: '', label: 'Workflows' },
  { value: 'jobs', label: 'Jobs' },
] as const

/** How long runs take, down to their jobs and steps. */
export function WorkflowsPanel() {
  const [chosen, choose] = useAddressValue('level')
  const level = chosen === 'jobs' ? 'jobs' : ''
  const tabs = <Segments label="Durations of" value={level} choices={levels} onChange={choose} />
  return (
    <>
      {level === 'jobs' ? <JobList tabs={tabs} /> : <WorkflowList tabs={tabs} />}
      <RunsSide />
      <JobsSide />
    </>
  )
}

const empty = [
  'No workflow ran in this time',
  'Choose a longer range, or let the webhook send workflow runs and jobs.',
] as const

function WorkflowList({ tabs }: { readonly tabs: React.ReactNode }) {
  const { repository, since, until } = useFilterParameters()
  const [, open] = useAddressValue('workflow')
  const sort = useSort('listWorkflowMetrics', workflowColumns, 'attempts')
  return (
    <ListPanel
      title="Durations and outcomes"
      note="Of attempts by their start; open one for its runs, jobs and steps"
      name="listWorkflowMetrics"
      request={{ query: { repository, since, until, ...sort.query } }}
      sort={sort.table}
      columns={workflowColumns}
      keyOf={({ repository_id, workflow }) => `${repository_id} ${workflow}`}
      onOpen={(row) => open(`${row.repository}:${row.workflow}`)}
      empty={empty}
      actions={tabs}
    />
  )
}

function JobList({ tabs }: { readonly tabs: React.ReactNode }) {
  const { repository, since, until } = useFilterParameters()
  const [, open] = useAddressValue('job')
  const sort = useSort('listWorkflowJobMetrics', jobColumns, 'minutes', 'job-sort')
  return (
    <ListPanel
      title="Durations and outcomes"
      note="Of jobs by their creation; open one for its steps"
      name="listWorkflowJobMetrics"
      request={{
        query: { repository, since, until, group_by: ['repository', 'workflow', 'job'], ...sort.query },
      }}
      sort={sort.table}
      columns={jobColumns}
      keyOf={({ repository_id, workflow, job }) => `${repository_id} ${workflow} ${job}`}
      onOpen={(row) => open(`${row.repository}:${row.job}`)}
      empty={empty}
      actions={tabs}
    />
  )
}
