import type { Entry } from '../../api/operations.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { ListPanel } from '../../pieces/list-panel.tsx'
import { Select } from '../../pieces/select.tsx'
import type { Column } from '../../pieces/table-columns.ts'

const columns: readonly Column<Entry<'listStuckChecks'>>[] = [
  { key: 'name', title: 'Name', sortKey: 'name', sortsAs: 'text', render: (row) => row.name },
  {
    key: 'workflow',
    title: 'Workflow',
    sortKey: 'workflow',
    sortsAs: 'text',
    render: (row) => row.workflow ?? '–',
  },
  { key: 'repository', title: 'Repository', render: (row) => row.repository },
  {
    key: 'branch',
    title: 'Branch',
    hidden: true,
    sortKey: 'head_branch',
    sortsAs: 'text',
    render: (row) => row.head_branch ?? '–',
  },
  { key: 'commit', title: 'Commit', width: '6rem', render: (row) => <code>{row.head_sha.slice(0, 8)}</code> },
  {
    key: 'status',
    title: 'Status',
    sortKey: 'status',
    sortsAs: 'text',
    width: '8rem',
    render: (row) => <Badge tone="warn">{row.status === 'queued' ? 'queued' : 'in progress'}</Badge>,
  },
  {
    key: 'waiting',
    title: 'For',
    sortKey: 'waiting',
    align: 'end',
    width: '5rem',
    render: (row) => <span title={formatTime(row.since)}>{formatDuration(row.waiting_seconds)}</span>,
  },
]

const kinds = { workflow_job: 'Jobs', workflow_run: 'Runs', check_run: 'Check runs' } as const
type Kind = keyof typeof kinds

/** What waits or runs for longer than it should, now. */
export function StuckPanel() {
  const { repository } = useFilterParameters()
  const [chosen, choose] = useAddressValue('stuck')
  const sort = useSort('listStuckChecks', columns, 'waiting', 'stuck-sort')
  const kind: Kind = chosen in kinds ? (chosen as Kind) : 'workflow_job'
  return (
    <ListPanel
      title="Stuck now"
      note="Queued for more than 30 minutes or running for more than 6 hours, whatever the range"
      name="listStuckChecks"
      request={{ query: { repository, kind, ...sort.query } }}
      sort={sort.table}
      columns={columns}
      keyOf={({ id, attempt }) => `${id} ${attempt}`}
      maxHeight={16}
      empty={['Nothing is stuck', 'Everything that began has ended, or may still take its time.']}
      actions={<Select label="What is looked at" value={kind} choices={kinds} onChange={choose} />}
    />
  )
}
