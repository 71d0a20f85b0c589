import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration } from '../../format/times.ts'
import { ListPanel } from '../../pieces/list-panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { Person } from './contributor-columns.tsx'
import { NOBODY } from './network.ts'
import { usePeopleQuery } from './use-people-query.ts'

type Pair = Entry<'listReviewPairs'>

const columns: readonly Column<Pair>[] = [
  {
    key: 'reviewer',
    title: 'Reviewer',
    sortKey: 'reviewer',
    sortsAs: 'text',
    render: ({ reviewer, reviewer_kind }) => <Person login={reviewer} kind={reviewer_kind} />,
  },
  {
    key: 'author',
    title: 'Author',
    sortKey: 'author',
    sortsAs: 'text',
    render: ({ author, author_kind }) => <Person login={author ?? NOBODY} kind={author_kind ?? 'person'} />,
  },
  {
    key: 'pull_requests',
    title: 'Pull requests',
    hint: 'Of the author, that the reviewer reviewed',
    align: 'end',
    sortKey: 'pull_requests',
    render: ({ pull_requests }) => formatCount(pull_requests),
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
    key: 'median',
    title: 'Median wait',
    hint: 'From ready for review to the reviewer’s first review',
    align: 'end',
    sortKey: 'first_review_median',
    render: ({ first_review_median_seconds }) => formatDuration(first_review_median_seconds),
  },
]

/** Every pair of a reviewer and an author; pressing one opens the reviewer. */
export function PairsPanel({ onOpen }: { readonly onOpen: (login: string) => void }) {
  const people = usePeopleQuery()
  const { query: order, table } = useSort('listReviewPairs', columns, 'reviews', 'pairs-sort')
  const request = useMemo(() => ({ query: { ...people, ...order, limit: 200 } }), [people, order])
  return (
    <ListPanel
      title="Reviewers and authors"
      note="Every pair of a reviewer and an author"
      name="listReviewPairs"
      request={request}
      sort={table}
      columns={columns}
      keyOf={({ reviewer, author }) => `${reviewer} ${author}`}
      onOpen={({ reviewer }) => onOpen(reviewer)}
      empty={['Nobody reviewed in this time', 'Choose a longer range, or clear the filters.']}
    />
  )
}
