import type { Entry } from '../../api/operations.ts'
import { formatCount } from '../../format/numbers.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './pull-requests-page.module.css'

export type Pull = Entry<'listPullRequests'>

const tones: Readonly<Record<Pull['state'], Tone>> = { open: 'good', merged: 'merged', closed: 'bad' }

export function StateBadge({ state }: Pick<Pull, 'state'>) {
  return <Badge tone={tones[state]}>{state}</Badge>
}

export const pullColumns: readonly Column<Pull>[] = [
  {
    key: 'title',
    title: 'Pull request',
    sortKey: 'title',
    sortsAs: 'text',
    render: ({ title, repository, number }) => (
      <>
        <span className={css.title}>{title}</span>{' '}
        <span className={css.where}>
          {repository}#{number}
        </span>
      </>
    ),
  },
  {
    key: 'state',
    title: 'State',
    sortKey: 'state',
    sortsAs: 'text',
    render: ({ state }) => <StateBadge state={state} />,
  },
  {
    key: 'author',
    title: 'Author',
    sortKey: 'author',
    sortsAs: 'text',
    render: ({ author }) => author ?? '–',
  },
  { key: 'size', title: 'Size', hint: 'By changed lines', render: ({ size }) => size ?? '–' },
  {
    key: 'lines',
    title: 'Lines',
    align: 'end',
    sortKey: 'lines',
    render: ({ additions, deletions }) =>
      additions === null ? '–' : `+${formatCount(additions)} −${formatCount(deletions)}`,
  },
  {
    key: 'commits',
    title: 'Commits',
    align: 'end',
    sortKey: 'commits',
    hidden: true,
    render: ({ commits }) => formatCount(commits),
  },
  { key: 'branch', title: 'Branch', hidden: true, render: ({ head_ref }) => head_ref },
  { key: 'labels', title: 'Labels', hidden: true, render: ({ labels }) => labels.join(', ') },
  {
    key: 'opened',
    title: 'Opened',
    align: 'end',
    sortKey: 'created_at',
    render: ({ created_at }) => <TimeAgo time={created_at} />,
  },
  {
    key: 'updated',
    title: 'Updated',
    align: 'end',
    sortKey: 'updated_at',
    render: ({ updated_at }) => <TimeAgo time={updated_at} />,
  },
]
