import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount, UNKNOWN } from '../../format/numbers.ts'
import { ListPanel } from '../../pieces/list-panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { usePeopleQuery } from '../contributors/use-people-query.ts'
import { StoryPanel } from '../pull-requests/story-panel.tsx'

const columns: readonly Column<Entry<'listCrossTeamReviews'>>[] = [
  {
    key: 'pull_request',
    title: 'Pull request',
    render: ({ repository, number }) => `${repository}#${number}`,
  },
  { key: 'team', title: 'Its team', sortKey: 'team', sortsAs: 'text', render: ({ team }) => team },
  {
    key: 'author',
    title: 'Author',
    sortKey: 'author',
    sortsAs: 'text',
    render: ({ author }) => author ?? UNKNOWN,
  },
  {
    key: 'reviewer',
    title: 'Reviewer',
    sortKey: 'reviewer',
    sortsAs: 'text',
    render: ({ reviewer }) => reviewer,
  },
  {
    key: 'reviewer_team',
    title: 'Reviewer’s team',
    sortKey: 'reviewer_team',
    sortsAs: 'text',
    render: ({ reviewer_team }) => reviewer_team,
  },
  {
    key: 'reviews',
    title: 'Reviews',
    align: 'end',
    sortKey: 'reviews',
    render: ({ reviews }) => formatCount(reviews),
  },
  {
    key: 'approvals',
    title: 'Approvals',
    align: 'end',
    sortKey: 'approvals',
    render: ({ approvals }) => formatCount(approvals),
  },
  {
    key: 'first_reviewed_at',
    title: 'First reviewed',
    align: 'end',
    sortKey: 'first_reviewed_at',
    render: ({ first_reviewed_at }) => <TimeAgo time={first_reviewed_at} />,
  },
]

/** Each pull request that somebody of another team reviewed; pressing one opens its story. */
export function CrossTeamPanel() {
  const [opened, open] = useAddressValue('open')
  const people = usePeopleQuery()
  const { query: order, table } = useSort(
    'listCrossTeamReviews',
    columns,
    'first_reviewed_at',
    'crossing-sort',
  )
  const request = useMemo(() => ({ query: { ...people, ...order, limit: 100 } }), [people, order])
  return (
    <>
      <ListPanel
        title="Reviews across teams"
        note="By pull request and reviewer"
        name="listCrossTeamReviews"
        request={request}
        sort={table}
        columns={columns}
        keyOf={({ repository_id, number, reviewer }) => `${repository_id}#${number} ${reviewer}`}
        onOpen={({ repository, number }) => open(`${repository}#${number}`, { replace: false })}
        empty={['No review crossed teams in this time', 'Choose a longer range, or clear the filters.']}
      />
      {opened !== '' && <StoryPanel name={opened} onClose={() => open('')} />}
    </>
  )
}
