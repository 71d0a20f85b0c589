import type { Entry } from '../../api/operations.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { ListPanel } from '../../pieces/list-panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import css from './ci-page.module.css'
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
  number<Workflow | Job>('median', 'Median', (row) => formatDuration(row.duration.median_seconds)),
  number<Workflow | Job>('p75', 'P75', (row) => formatDuration(row.duration.p75_seconds), { hidden: true }),
  number<Workflow | Job>('p90', 'P90', (row) => formatDuration(row.duration.p90_seconds)),
]

const workflowColumns: readonly Column<Workflow>[] = [
  { key: 'workflow', title: 'Workflow', render: (row) => row.workflow },
  { key: 'repository', title: 'Repository', render: (row) => row.repository },
  number('attempts', 'Attempts', (row) => formatCount(row.attempts)),
  number('reruns', 'Reruns', (row) => formatCount(row.reruns)),
  number('failed', 'Failed', (row) => formatCount(row.failed)),
  number('cancelled', 'Cancelled', (row) => formatCount(row.cancelled), { hidden: true }),
  number('rate', 'Success', (row) => formatShare(row.success_rate)),
  ...durations,
]

const jobColumns: readonly Column<Job>[] = [
  { key: 'job', title: 'Job', render: (row) => row.job },
  { key: 'workflow', title: 'Workflow', render: (row) => row.workflow },
  { key: 'repository', title: 'Repository', render: (row) => row.repository },
  number('jobs', 'Jobs', (row) => formatCount(row.jobs)),
  number('failed', 'Failed', (row) => formatCount(row.failed)),
  number('queue', 'Queue P90', (row) => formatDuration(row.queue_wait.p90_seconds)),
  ...durations,
  number('minutes', 'Minutes', (row) => formatCount(row.minutes)),
  number('wasted', 'Wasted', (row) => formatShare(row.wasted_share)),
]

/** How long runs take, down to their jobs and steps. */
export function WorkflowsPanel() {
  const [level, choose] = useAddressValue('level')
  return (
    <>
      {level === 'jobs' ? (
        <JobList tabs={<Tabs level={level} onChoose={choose} />} />
      ) : (
        <WorkflowList tabs={<Tabs level="" onChoose={choose} />} />
      )}
      <RunsSide />
      <JobsSide />
    </>
  )
}

interface TabsProps {
  readonly level: string
  readonly onChoose: (level: string) => void
}

function Tabs({ level, onChoose }: TabsProps) {
  return (
    <fieldset className={css.tabs} aria-label="Durations of">
      {[
        ['', 'Workflows'],
        ['jobs', 'Jobs'],
      ].map(([name = '', label]) => (
        <button key={name} type="button" aria-pressed={level === name} onClick={() => onChoose(name)}>
          {label}
        </button>
      ))}
    </fieldset>
  )
}

const empty = [
  'No workflow ran in this time',
  'Choose a longer range, or let the webhook send workflow runs and jobs.',
] as const

function WorkflowList({ tabs }: { readonly tabs: React.ReactNode }) {
  const { repository, since, until } = useFilterParameters()
  const [, open] = useAddressValue('workflow')
  return (
    <ListPanel
      title="Durations and outcomes"
      note="Of attempts by their start; open one for its runs, jobs and steps"
      name="listWorkflowMetrics"
      request={{ query: { repository, since, until } }}
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
  return (
    <ListPanel
      title="Durations and outcomes"
      note="Of jobs by their creation; open one for its steps"
      name="listWorkflowJobMetrics"
      request={{ query: { repository, since, until, group_by: ['repository', 'workflow', 'job'] } }}
      columns={jobColumns}
      keyOf={({ repository_id, workflow, job }) => `${repository_id} ${workflow} ${job}`}
      onOpen={(row) => open(`${row.repository}:${row.job}`)}
      empty={empty}
      actions={tabs}
    />
  )
}
