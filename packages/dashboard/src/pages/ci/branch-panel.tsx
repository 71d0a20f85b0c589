import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import type { Period } from '../../filters/period.ts'
import { useAddressValue, useFilterParameters } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatDay, formatDuration } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { ListPanel } from '../../pieces/list-panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import { BranchSide } from './branch-side.tsx'
import { BranchTimeline } from './branch-timeline.tsx'

type Branch = Entry<'listBranchHealth'>

/** Whether main is green, repository by repository, through the period. */
export function BranchPanel() {
  const { repository, since, until } = useFilterParameters()
  const [, open] = useAddressValue('branch')
  const columns = useMemo(() => columnsOf({ since, until }), [since, until])
  const sort = useSort('listBranchHealth', columns, 'repository', 'branch-sort')
  return (
    <>
      <ListPanel
        title="Health of the default branch"
        note="Green once a commit's checks have passed and none fails; grey where nothing is known"
        name="listBranchHealth"
        request={{ query: { repository, since, until, timeline: 'true', ...sort.query } }}
        sort={sort.table}
        columns={columns}
        keyOf={({ repository_id, branch }) => `${repository_id} ${branch}`}
        onOpen={(branch) => open(branch.repository)}
        maxHeight={20}
        empty={[
          'No check of a default branch is known in this time',
          'Choose a longer range, or let the webhook send check suites and statuses.',
        ]}
      />
      <BranchSide period={{ since, until }} />
    </>
  )
}

function columnsOf(period: Period): readonly Column<Branch>[] {
  return [
    {
      key: 'repository',
      title: 'Repository',
      width: '16rem',
      sortKey: 'repository',
      sortsAs: 'text',
      render: (row) => row.repository,
    },
    { key: 'branch', title: 'Branch', width: '6rem', render: (row) => row.branch },
    {
      key: 'state',
      title: 'Now',
      width: '6rem',
      sortKey: 'state',
      sortsAs: 'text',
      render: (row) => <StateBadge state={row.state} />,
    },
    {
      key: 'since',
      title: 'Since',
      sortKey: 'state_since',
      width: '7rem',
      hidden: true,
      render: (row) => (row.state_since === null ? formatCount(null) : <TimeAgo time={row.state_since} />),
    },
    {
      key: 'timeline',
      title: `${formatDay(period.since)} to ${formatDay(period.until)}`,
      render: (row) => <BranchTimeline branch={row} period={period} />,
    },
    {
      key: 'share',
      title: 'Green',
      sortKey: 'green_share',
      align: 'end',
      width: '5.5rem',
      hint: 'Share of the time that its state is known',
      render: (row) => formatShare(row.green_share),
    },
    {
      key: 'turned',
      title: 'Turned red',
      sortKey: 'turned_red',
      align: 'end',
      width: '6.5rem',
      render: (row) => formatCount(row.turned_red),
    },
    {
      key: 'green',
      title: 'Time to green',
      sortKey: 'time_to_green',
      align: 'end',
      width: '8rem',
      hint: 'Median from turning red to turning green again',
      render: (row) => formatDuration(row.time_to_green.median_seconds),
    },
  ]
}

export function StateBadge({ state }: { readonly state: 'green' | 'red' | null }) {
  if (state === null) return <Badge>unknown</Badge>
  return <Badge tone={state === 'green' ? 'good' : 'bad'}>{state}</Badge>
}
