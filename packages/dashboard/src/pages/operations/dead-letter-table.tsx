import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useApi, useApiPages } from '../../api/use-api.ts'
import { useAskedEvery } from '../../api/use-asked-every.ts'
import { listOf } from '../../filters/filters.ts'
import { PickMany } from '../../filters/pick-many.tsx'
import type { UseChoices } from '../../filters/use-choices.ts'
import { useAddress } from '../../filters/use-filters.ts'
import { type SortChoice, useSort } from '../../filters/use-sort.ts'
import { Badge, type Tone } from '../../pieces/badge.tsx'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import { Segments } from '../../pieces/segments.tsx'
import { type Column, useColumns } from '../../pieces/table-columns.ts'
import { TimeAgo } from '../../pieces/time-ago.tsx'
import css from './operations-page.module.css'

export type DeadLetter = Entry<'listDeadLetters'>

const tones: Readonly<Record<string, Tone>> = { open: 'bad', projected: 'good' }

export function LetterBadge({ status }: Pick<DeadLetter, 'status'>) {
  return <Badge tone={tones[status] ?? 'plain'}>{status}</Badge>
}

const columns: readonly Column<DeadLetter>[] = [
  {
    key: 'status',
    title: 'State',
    sortKey: 'status',
    sortsAs: 'text',
    width: '6.5rem',
    hint: 'projected: a retry succeeded',
    render: ({ status }) => <LetterBadge status={status} />,
  },
  {
    key: 'projection',
    title: 'Projection',
    sortKey: 'projection',
    sortsAs: 'text',
    render: ({ projection }) => <span className={css.strong}>{projection}</span>,
  },
  {
    key: 'reason',
    title: 'Why it was rejected',
    sortKey: 'reason',
    sortsAs: 'text',
    render: ({ reason }) => reason,
  },
  {
    key: 'subject',
    title: 'Subject',
    sortKey: 'subject',
    sortsAs: 'text',
    render: ({ subject }) => <code>{subject}</code>,
  },
  {
    key: 'message',
    title: 'Message',
    hidden: true,
    render: ({ message_id }) => <code>{message_id}</code>,
  },
  {
    key: 'rejected',
    title: 'Rejected',
    align: 'end',
    sortKey: 'first_rejected_at',
    width: '7rem',
    render: ({ first_rejected_at }) => <TimeAgo time={first_rejected_at} />,
  },
]

const states = [
  { value: 'open', label: 'Open' },
  { value: 'dismissed', label: 'Dismissed' },
  { value: 'projected', label: 'Projected' },
  { value: 'all', label: 'All' },
] as const

const useProjectionNames: UseChoices = (text) => {
  const { data } = useApi('listProjections', {}, { live: false })
  return data?.data.map(({ name }) => name).filter((name) => name.includes(text.toLowerCase()))
}

/** What projections rejected, with why; the bytes stay in the log and the archive. */
export function DeadLetterTable() {
  const [search, change] = useAddress()
  const choice = useColumns('dead-letters', columns)
  const state = states.find(({ value }) => value === search.letters)?.value ?? 'open'
  const sort = useSort('listDeadLetters', columns, 'first_rejected_at', 'letter-sort')
  const query = useLetterQuery(state, search.of, sort.query)
  const { data, error, table } = useApiPages('listDeadLetters', { query })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  useAskedEvery('listDeadLetters', 10_000)
  return (
    <Panel
      title="Dead letters"
      note="Messages that a projection rejected. Nothing is lost: their bytes stay"
      flush
      actions={
        <>
          <Segments
            label="State"
            value={state}
            choices={states}
            onChange={(chosen) => change({ letters: chosen === 'open' ? undefined : chosen })}
          />
          <PickMany
            label="Projections"
            chosen={listOf(search.of)}
            useChoices={useProjectionNames}
            onChange={(chosen) => change({ of: chosen.length > 0 ? chosen : undefined })}
          />
          <ColumnMenu choice={choice} />
          <ExportMenu name="listDeadLetters" request={{ query }} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={9} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="No dead letter">
          {state === 'open'
            ? 'Every message was projected, or ignored for a reason. Nothing is to be done.'
            : 'None is in this state.'}
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Dead letters"
          columns={choice.shown}
          rows={rows}
          keyOf={({ id }) => id}
          sort={sort.table}
          onOpen={({ id, first_rejected_at: at }) => change({ letter: id, at }, { replace: false })}
          {...table}
          maxHeight={30}
        />
      )}
    </Panel>
  )
}

function useLetterQuery(
  state: (typeof states)[number]['value'],
  of: string | readonly string[] | undefined,
  sort: SortChoice<'listDeadLetters'>['query'],
) {
  return useMemo(() => {
    const projection = [...listOf(of)]
    return {
      status: state === 'all' ? undefined : [state],
      projection: projection.length > 0 ? projection : undefined,
      ...sort,
      limit: 200,
    }
  }, [state, of, sort])
}
