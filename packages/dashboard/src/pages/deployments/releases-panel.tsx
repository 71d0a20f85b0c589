import type { Entry } from '../../api/operations.ts'
import { useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { Badge } from '../../pieces/badge.tsx'
import { ListPanel } from '../../pieces/list-panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'

const columns: readonly Column<Entry<'listReleases'>>[] = [
  { key: 'repository', title: 'Repository', render: (row) => row.repository },
  {
    key: 'tag',
    title: 'Tag',
    sortKey: 'tag_name',
    sortsAs: 'text',
    render: ({ tag_name, hotfix }) => (
      <>
        {tag_name} {hotfix && <Badge tone="warn">hotfix</Badge>}
      </>
    ),
  },
  {
    key: 'name',
    title: 'Name',
    hidden: true,
    sortKey: 'name',
    sortsAs: 'text',
    render: ({ name }) => name ?? '–',
  },
  {
    key: 'kind',
    title: 'Kind',
    width: '8rem',
    sortKey: 'kind',
    sortsAs: 'text',
    render: ({ kind }) => <Badge>{kind}</Badge>,
  },
  {
    key: 'target',
    title: 'Made from',
    sortKey: 'target',
    sortsAs: 'text',
    render: ({ target }) => target ?? '–',
  },
  { key: 'author', title: 'By', sortKey: 'author', sortsAs: 'text', render: ({ author }) => author ?? '–' },
  {
    key: 'published',
    title: 'Published',
    sortKey: 'published_at',
    align: 'end',
    width: '8rem',
    render: ({ published_at }) => (published_at === null ? '–' : <TimeAgo time={published_at} />),
  },
]

/** What was released, the newest first unless another order is chosen. */
export function ReleasesPanel() {
  const { repository, since, until } = useFilterParameters()
  const sort = useSort('listReleases', columns, 'published_at', 'release-sort')
  return (
    <ListPanel
      title="Releases"
      note="By their publication; deleted ones are left out"
      name="listReleases"
      request={{ query: { repository, since, until, ...sort.query } }}
      sort={sort.table}
      columns={columns}
      keyOf={({ repository_id, id }) => `${repository_id} ${id}`}
      explained={false}
      maxHeight={18}
      empty={[
        'Nothing was released in this time',
        'Choose a longer range, or let the webhook send releases.',
      ]}
    />
  )
}
