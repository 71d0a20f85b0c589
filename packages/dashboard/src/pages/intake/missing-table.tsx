import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import css from './intake-page.module.css'
import { useIntakePeriod } from './intake-period.ts'
import { RecoverButton } from './recover-button.tsx'

type Missing = Entry<'listMissingDeliveries'>

const columns: readonly Column<Missing>[] = [
  {
    key: 'delivered',
    title: 'First sent',
    sortKey: 'delivered_at',
    width: '11rem',
    render: ({ delivered_at }) => <time dateTime={delivered_at}>{formatTime(delivered_at)}</time>,
  },
  {
    key: 'event',
    title: 'Event',
    sortKey: 'event',
    sortsAs: 'text',
    render: ({ event, action }) => (
      <>
        <span className={css.strong}>{event}</span>
        {action !== null && <span className={css.small}>.{action}</span>}
      </>
    ),
  },
  { key: 'repository', title: 'Repository', render: ({ repository }) => repository ?? '–' },
  { key: 'hook', title: 'Hook', sortKey: 'hook', sortsAs: 'text', render: ({ hook }) => <code>{hook}</code> },
  {
    key: 'status',
    title: 'Answered',
    sortKey: 'status_code',
    hint: 'What GitHub was answered to the last attempt',
    render: ({ status_code }) => (
      <Badge tone={status_code >= 200 && status_code < 300 ? 'plain' : 'bad'}>
        {status_code === 0 ? 'not at all' : status_code}
      </Badge>
    ),
  },
  {
    key: 'attempts',
    title: 'Attempts',
    align: 'end',
    sortKey: 'attempts',
    render: ({ attempts }) => attempts,
  },
  { key: 'guid', title: 'GUID', render: ({ guid }) => <code>{guid}</code> },
]

/** What GitHub sent and nobody holds; github-agent fetches it by itself. */
export function MissingTable() {
  const period = useIntakePeriod()
  const sort = useSort('listMissingDeliveries', columns, 'delivered_at', 'missing-sort')
  const query = useMemo(() => ({ ...period, ...sort.query, limit: 200 }), [period, sort.query])
  const { data, error, table } = useApiPages('listMissingDeliveries', {
    query,
  })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  return (
    <Panel
      title="Missing"
      note="What GitHub’s logs list and nobody holds. It is fetched by itself as long as GitHub’s log has it"
      flush
      actions={
        <>
          <RecoverButton />
          <ExportMenu name="listMissingDeliveries" request={{ query }} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={6} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="Nothing is known to be missing">
          What no log was read of is unknown: the strips above say where.
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Missing"
          columns={columns}
          rows={rows}
          sort={sort.table}
          keyOf={({ hook, guid }) => `${hook} ${guid}`}
          {...table}
          maxHeight={24}
        />
      )}
    </Panel>
  )
}
