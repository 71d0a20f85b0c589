import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount } from '../../format/numbers.ts'
import { Badge } from '../../pieces/badge.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './sync-page.module.css'

type Counted = Entry<'listCompleteness'>

const columns: readonly Column<Counted>[] = [
  {
    key: 'repository',
    title: 'Repository',
    sortKey: 'repository',
    sortsAs: 'text',
    render: ({ repository }) => <span className={css.strong}>{repository}</span>,
  },
  {
    key: 'kind',
    title: 'What',
    sortKey: 'kind',
    sortsAs: 'text',
    render: ({ kind }) => kind.replaceAll('_', ' '),
  },
  {
    key: 'github',
    title: 'GitHub counted',
    align: 'end',
    sortKey: 'github',
    render: ({ github }) => formatCount(github),
  },
  { key: 'held', title: 'Held now', align: 'end', sortKey: 'held', render: ({ held }) => formatCount(held) },
  {
    key: 'whole',
    title: 'Complete',
    sortKey: 'missing',
    width: '7rem',
    render: ({ github, held }) =>
      held >= github ? (
        <Badge tone="good">whole</Badge>
      ) : (
        <Badge tone="warn">{formatCount(github - held)} fewer</Badge>
      ),
  },
  {
    key: 'counted',
    title: 'Asked',
    align: 'end',
    sortKey: 'counted_at',
    render: ({ counted_at }) => <TimeAgo time={counted_at} />,
  },
]

/** What GitHub counts beside what is held, of repositories that a sync has read. */
export function CompletenessTable() {
  const { repository } = useFilterParameters()
  const sort = useSort('listCompleteness', columns, 'repository', 'held-sort')
  const query = useMemo(() => ({ repository, ...sort.query, limit: 200 }), [repository, sort.query])
  const { data, error, table } = useApiPages('listCompleteness', { query }, { live: false })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  return (
    <Panel
      title="Held of what GitHub counts"
      note="What happened after GitHub was asked is held and not counted by it"
      flush
      actions={<ExportMenu name="listCompleteness" request={{ query }} />}
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={9} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="No repository was read yet">After a sync it stands here what is held of each.</Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Held of what GitHub counts"
          columns={columns}
          rows={rows}
          sort={sort.table}
          keyOf={({ repository_id, kind }) => `${repository_id} ${kind}`}
          {...table}
          maxHeight={30}
        />
      )}
    </Panel>
  )
}
