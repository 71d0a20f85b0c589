import { useMemo } from 'react'
import { useApiPages } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatDuration, formatTime } from '../../format/times.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import { type Column, useColumns } from '../../pieces/table-columns.ts'
import { modes, stages } from './sync-words.ts'
import type { Sync } from './use-running-sync.ts'

const tones: Readonly<Record<string, Tone>> = { completed: 'good', failed: 'bad', cancelled: 'plain' }

export function StageBadge({ stage }: Pick<Sync, 'stage'>) {
  return <Badge tone={tones[stage] ?? 'accent'}>{stages[stage]}</Badge>
}

const columns: readonly Column<Sync>[] = [
  {
    key: 'started',
    title: 'Begun',
    width: '10.5rem',
    sortKey: 'started_at',
    render: ({ started_at }) => formatTime(started_at),
  },
  {
    key: 'stage',
    title: 'Ended',
    width: '7rem',
    sortKey: 'stage',
    sortsAs: 'text',
    render: ({ stage }) => <StageBadge stage={stage} />,
  },
  {
    key: 'mode',
    title: 'What was read',
    sortKey: 'mode',
    sortsAs: 'text',
    render: ({ mode, repository }) => repository ?? modes[mode],
  },
  { key: 'by', title: 'By', render: ({ requested_by, cause }) => requested_by ?? cause },
  {
    key: 'took',
    title: 'Took',
    align: 'end',
    sortKey: 'duration',
    render: (sync) => formatDuration(sync.duration_seconds),
  },
  {
    key: 'repositories',
    title: 'Repositories',
    align: 'end',
    sortKey: 'repositories',
    render: ({ counts }) => formatCount(counts.repositories),
  },
  {
    key: 'pulls',
    title: 'PRs',
    align: 'end',
    sortKey: 'pull_requests',
    render: ({ counts }) => formatCount(counts.pull_requests),
  },
  {
    key: 'issues',
    title: 'Issues',
    align: 'end',
    sortKey: 'issues',
    render: ({ counts }) => formatCount(counts.issues),
  },
  {
    key: 'commits',
    title: 'Commits',
    align: 'end',
    sortKey: 'commits',
    render: ({ counts }) => formatCount(counts.commits),
  },
  {
    key: 'snapshots',
    title: 'Snapshots',
    align: 'end',
    sortKey: 'snapshots',
    hidden: true,
    render: ({ counts }) => formatCount(counts.snapshots),
  },
  {
    key: 'errors',
    title: 'Errors',
    align: 'end',
    sortKey: 'errors',
    render: ({ errors_total }) => formatCount(errors_total),
  },
]

/** The last ones, the newest first unless they are sorted; opening one shows its errors. */
export function HistoryTable() {
  const [, open] = useAddressValue('open')
  const choice = useColumns('syncs', columns)
  const sort = useSort('listSyncs', columns, 'started_at')
  const query = useMemo(() => ({ ...sort.query, limit: 100 }), [sort.query])
  const { data, error, table } = useApiPages('listSyncs', { query }, { live: false })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  return (
    <Panel
      title="History"
      note="The last hundred"
      flush
      actions={
        <>
          <ColumnMenu choice={choice} />
          <ExportMenu name="listSyncs" request={{ query }} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={9} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="No sync has ended yet">Begin one above: it needs a token or an App.</Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Syncs"
          columns={choice.shown}
          rows={rows}
          keyOf={({ id }) => id}
          sort={sort.table}
          onOpen={({ id }) => open(id, { replace: false })}
          {...table}
          maxHeight={24}
        />
      )}
    </Panel>
  )
}
