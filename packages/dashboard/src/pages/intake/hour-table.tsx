import { useMemo } from 'react'
import { useApiPages } from '../../api/use-api.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatCount, formatShare } from '../../format/numbers.ts'
import { formatTime } from '../../format/times.ts'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import { type Column, useColumns } from '../../pieces/table-columns.ts'
import type { IntakeHour } from './hour-grid.tsx'
import css from './intake-page.module.css'
import { useIntakePeriod } from './intake-period.ts'

const columns: readonly Column<IntakeHour>[] = [
  {
    key: 'hour',
    title: 'Hour',
    sortKey: 'hour',
    width: '11rem',
    render: ({ hour }) => <time dateTime={hour}>{formatTime(hour).slice(0, -3)}</time>,
  },
  { key: 'hook', title: 'Hook', sortKey: 'hook', sortsAs: 'text', render: ({ hook }) => <code>{hook}</code> },
  {
    key: 'expected',
    title: 'Sent',
    sortKey: 'expected',
    align: 'end',
    hint: 'By GitHub’s log',
    render: (row) => formatCount(row.expected),
  },
  { key: 'held', title: 'Held', align: 'end', sortKey: 'held', render: ({ held }) => formatCount(held) },
  {
    key: 'recovered',
    title: 'Fetched',
    sortKey: 'recovered',
    align: 'end',
    hint: 'Held because they were fetched from GitHub’s log',
    render: ({ recovered }) => formatCount(recovered),
  },
  {
    key: 'missing',
    title: 'Missing',
    sortKey: 'missing',
    align: 'end',
    render: ({ missing }) => <span className={missing ? css.gap : undefined}>{formatCount(missing)}</span>,
  },
  {
    key: 'complete',
    title: 'Complete',
    sortKey: 'completeness',
    align: 'end',
    render: ({ completeness }) => formatShare(completeness),
  },
  {
    key: 'received',
    title: 'Received',
    sortKey: 'received',
    align: 'end',
    hint: 'Different deliveries that came in this hour, whatever any log says',
    render: ({ received }) => formatCount(received),
  },
  {
    key: 'read',
    title: 'Log read',
    sortKey: 'read_at',
    align: 'end',
    hidden: true,
    render: ({ read_at }) => formatTime(read_at),
  },
]

/** Every hour of every hook, the newest first. */
export function HourTable() {
  const period = useIntakePeriod()
  const sort = useSort('listIntake', columns, 'hour')
  const query = useMemo(() => ({ ...period, ...sort.query, limit: 200 }), [period, sort.query])
  const choice = useColumns('intake', columns)
  const { data, error, table } = useApiPages('listIntake', { query })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  return (
    <Panel
      title="Hours"
      note="A delivery belongs to the hour of its first attempt; 31 days at most"
      flush
      actions={
        <>
          <Explain label="Hours" name="listIntake" request={{ query }} />
          <ColumnMenu choice={choice} />
          <ExportMenu name="listIntake" request={{ query }} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={20} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="Nothing is known of this time">Choose a longer range.</Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Hours"
          columns={choice.shown}
          rows={rows}
          sort={sort.table}
          keyOf={({ hook, hour }) => `${hook} ${hour}`}
          {...table}
          maxHeight={30}
        />
      )}
    </Panel>
  )
}
