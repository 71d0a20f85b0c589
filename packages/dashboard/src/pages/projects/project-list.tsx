import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount } from '../../format/numbers.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { ListPanel } from '../../pieces/list-panel.tsx'
import { Select } from '../../pieces/select.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { ProgressBar, type Project, StatusBadge, tasksText } from './progress.tsx'
import css from './projects-page.module.css'

const freshTones: Readonly<Record<Project['freshness_status'], Tone>> = {
  healthy: 'good',
  warning: 'warn',
  stale: 'bad',
}

/** Whether what is shown is the plan as it stands in the repository. */
export function CurrentBadge({ project: { plan_is_current } }: { readonly project: Project }) {
  if (plan_is_current === null) return '–'
  return plan_is_current ? <Badge>as it stands</Badge> : <Badge tone="warn">not read since</Badge>
}

const columns: readonly Column<Project>[] = [
  {
    key: 'repository',
    title: 'Project',
    sortKey: 'repository',
    sortsAs: 'text',
    render: ({ repository }) => <span className={css.strong}>{repository}</span>,
  },
  {
    key: 'status',
    title: 'Plan',
    width: '5.5rem',
    sortKey: 'plan_status',
    render: ({ plan }) => <StatusBadge progress={plan} />,
  },
  {
    key: 'progress',
    title: 'Progress',
    sortKey: 'plan_percentage',
    width: '12rem',
    hint: 'Done and doing, of all tasks of the plan file',
    render: ({ plan }) => <ProgressBar progress={plan} />,
  },
  {
    key: 'tasks',
    title: 'Tasks done',
    align: 'end',
    sortKey: 'plan_done',
    render: ({ plan }) => tasksText(plan),
  },
  {
    key: 'blocked',
    title: 'Blocked',
    sortKey: 'plan_blocked',
    align: 'end',
    render: ({ plan }) => formatCount(plan?.tasks_total ? plan.tasks_blocked : null),
  },
  {
    key: 'issues',
    title: 'Issues done',
    sortKey: 'issues_done',
    align: 'end',
    hint: 'Issues of an open milestone, or labelled plan',
    render: ({ issues }) => tasksText(issues),
  },
  {
    key: 'current',
    title: 'Read',
    sortKey: 'plan_is_current',
    width: '8rem',
    hint: 'Whether the plan was read since a push changed it',
    render: (project) => <CurrentBadge project={project} />,
  },
  {
    key: 'updated',
    title: 'Last update',
    sortKey: 'last_updated',
    align: 'end',
    render: ({ last_updated }) => <TimeAgo time={last_updated} />,
  },
  {
    key: 'fresh',
    title: 'Fresh',
    width: '6rem',
    hint: 'Healthy up to 7 days after the last update, a warning up to 30, then stale',
    render: ({ freshness_status }) => <Badge tone={freshTones[freshness_status]}>{freshness_status}</Badge>,
  },
  {
    key: 'path',
    title: 'Plan file',
    hidden: true,
    sortKey: 'plan_path',
    sortsAs: 'text',
    render: ({ plan }) => plan?.path ?? '–',
  },
]

const statuses = ['green', 'yellow', 'red'] as const
const choices = { '': 'Any status', ...Object.fromEntries(statuses.map((each) => [each, each])) }

/** Every project; each opens into its tasks. */
export function ProjectList() {
  const { repository } = useFilterParameters()
  const [chosen] = useAddressValue('status')
  const [, open] = useAddressValue('project')
  const status = statuses.find((each) => each === chosen)
  const sort = useSort('listProjects', columns, 'last_updated')
  return (
    <ListPanel
      title="Projects"
      note="Repositories with a plan: docs/plan.md, plan.md or README.md, and planned issues beside it"
      name="listProjects"
      request={{ query: { repository, status: status && [status], ...sort.query } }}
      sort={sort.table}
      columns={columns}
      keyOf={({ id }) => String(id)}
      onOpen={({ id }) => open(String(id), { replace: false })}
      maxHeight={36}
      empty={[
        'No project is like that',
        'A repository is one once a push changes its plan or a manifest, or an issue has the label plan.',
      ]}
      actions={<StatusChoice />}
    />
  )
}

function StatusChoice() {
  const [status, choose] = useAddressValue('status')
  return (
    <Select
      label="Status of the plan or the issues"
      value={statuses.some((each) => each === status) ? status : ''}
      choices={choices}
      onChange={choose}
    />
  )
}
