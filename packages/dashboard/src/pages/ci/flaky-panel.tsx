import type { Entry } from '../../api/operations.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { ListPanel } from '../../pieces/list-panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './ci-page.module.css'

const columns: readonly Column<Entry<'listFlakyChecks'>>[] = [
  {
    key: 'name',
    title: 'Check',
    sortKey: 'name',
    sortsAs: 'text',
    render: (row) => <Name text={row.name} />,
  },
  { key: 'repository', title: 'Repository', render: (row) => <Name text={row.repository} /> },
  {
    key: 'flakes',
    title: 'Flakes',
    align: 'end',
    width: '5rem',
    sortKey: 'flakes',
    render: (row) => formatCount(row.flakes),
  },
  {
    key: 'decided',
    title: 'Decided',
    sortKey: 'decided',
    align: 'end',
    width: '5.5rem',
    hidden: true,
    hint: 'Times it failed or passed on a commit',
    render: (row) => formatCount(row.decided),
  },
  {
    key: 'rate',
    title: 'Rate',
    align: 'end',
    width: '4.5rem',
    sortKey: 'rate',
    render: (row) => formatShare(row.rate),
  },
  {
    key: 'last',
    title: 'Last',
    sortKey: 'last_flake_at',
    align: 'end',
    width: '6rem',
    render: (row) => <TimeAgo time={row.last_flake_at} />,
  },
]

function Name({ text }: { readonly text: string }) {
  return (
    <span className={css.name} title={text}>
      {text}
    </span>
  )
}

/** What fails and then passes on the same commit. */
export function FlakyPanel() {
  const { repository, since, until } = useFilterParameters()
  const sort = useSort('listFlakyChecks', columns, 'flakes', 'flaky-sort')
  return (
    <ListPanel
      title="Flaky checks"
      note="Failed and then passed on the same commit"
      name="listFlakyChecks"
      request={{ query: { repository, since, until, ...sort.query } }}
      sort={sort.table}
      columns={columns}
      keyOf={({ repository_id, name }) => `${repository_id} ${name}`}
      maxHeight={18}
      empty={['No check is flaky', 'None failed and then passed on the same commit in this time.']}
    />
  )
}
