import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
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
  { key: 'team', title: 'Its team', render: ({ team }) => team },
  { key: 'author', title: 'Author', render: ({ author }) => author ?? UNKNOWN },
  { key: 'reviewer', title: 'Reviewer', render: ({ reviewer }) => reviewer },
  { key: 'reviewer_team', title: 'Reviewer’s team', render: ({ reviewer_team }) => reviewer_team },
  { key: 'reviews', title: 'Reviews', align: 'end', render: ({ reviews }) => formatCount(reviews) },
  { key: 'approvals', title: 'Approvals', align: 'end', render: ({ approvals }) => formatCount(approvals) },
  {
    key: 'first_reviewed_at',
    title: 'First reviewed',
    align: 'end',
    render: ({ first_reviewed_at }) => <TimeAgo time={first_reviewed_at} />,
  },
]

/** Each pull request that somebody of another team reviewed; pressing one opens its story. */
export function CrossTeamPanel() {
  const [opened, open] = useAddressValue('open')
  const people = usePeopleQuery()
  const request = useMemo(() => ({ query: { ...people, limit: 100 } }), [people])
  return (
    <>
      <ListPanel
        title="Reviews across teams"
        note="By pull request and reviewer, the newest first"
        name="listCrossTeamReviews"
        request={request}
        columns={columns}
        keyOf={({ repository_id, number, reviewer }) => `${repository_id}#${number} ${reviewer}`}
        onOpen={({ repository, number }) => open(`${repository}#${number}`, { replace: false })}
        empty={['No review crossed teams in this time', 'Choose a longer range, or clear the filters.']}
      />
      {opened !== '' && <StoryPanel name={opened} onClose={() => open('')} />}
    </>
  )
}
