import { useMemo } from 'react'
import type { Entry } from '../../api/operations.ts'
import { useApi } from '../../api/use-api.ts'
import { listOf } from '../../filters/filters.ts'
import { PickMany } from '../../filters/pick-many.tsx'
import type { UseChoices } from '../../filters/use-choices.ts'
import { useAddress } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { formatTime } from '../../format/times.ts'
import { Badge } from '../../pieces/badge.tsx'
import { ListPanel } from '../../pieces/list-panel.tsx'
import { Segments } from '../../pieces/segments.tsx'
import type { Column } from '../../pieces/table-columns.ts'
import css from './operations-page.module.css'

type Audited = Entry<'listAudit'>

const columns: readonly Column<Audited>[] = [
  { key: 'at', title: 'When', sortKey: 'at', width: '11rem', render: ({ at }) => formatTime(at) },
  {
    key: 'who',
    title: 'Who',
    sortKey: 'who',
    sortsAs: 'text',
    hint: 'The name of a key, or the subject of a token',
    render: ({ who }) => <span className={css.strong}>{who ?? 'nobody known'}</span>,
  },
  { key: 'via', title: 'By', width: '6rem', render: ({ via }) => via ?? '–' },
  { key: 'address', title: 'From', render: ({ address }) => address ?? '–' },
  {
    key: 'action',
    title: 'Asked',
    sortKey: 'action',
    sortsAs: 'text',
    render: ({ action }) => <code>{action}</code>,
  },
  { key: 'parameters', title: 'With', render: ({ parameters }) => parametersText(parameters) },
  {
    key: 'status',
    title: 'Answer',
    sortKey: 'status',
    width: '8rem',
    hint: 'Those of a minute that were refused alike are one line',
    render: ({ outcome, status, count }) => (
      <Badge tone={outcome === 'done' ? 'plain' : 'bad'}>
        {`${status} ${outcome}${count === 1 ? '' : ` × ${count}`}`}
      </Badge>
    ),
  },
]

function parametersText(parameters: Audited['parameters']): string {
  const told = Object.entries(parameters).map(([name, value]) => `${name}: ${value}`)
  return told.length === 0 ? '–' : told.join(', ')
}

const outcomes = [
  { value: 'all', label: 'All' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
] as const

const useKeyNames: UseChoices = (text) => {
  const { data } = useApi('listKeys', {}, { live: false })
  return data?.keys.map(({ name }) => name).filter((name) => name.toLowerCase().includes(text.toLowerCase()))
}

/** Who changed what, from where, and who was refused. */
export function AuditPanel() {
  const [search, change] = useAddress()
  const outcome = outcomes.find(({ value }) => value === search.audit)?.value ?? 'all'
  const sort = useSort('listAudit', columns, 'at', 'audit-sort')
  const { by } = search
  const request = useMemo(() => {
    const who = [...listOf(by)]
    return {
      query: {
        who: who.length > 0 ? who : undefined,
        outcome: outcome === 'all' ? undefined : [outcome],
        ...sort.query,
        limit: 200,
      },
    }
  }, [by, outcome, sort.query])
  return (
    <ListPanel
      title="Audit log"
      note="Who changed what, and who was refused"
      name="listAudit"
      request={request}
      columns={columns}
      keyOf={({ id }) => id}
      sort={sort.table}
      explained={false}
      actions={
        <>
          <Segments
            label="What became of it"
            value={outcome}
            choices={outcomes}
            onChange={(chosen) => change({ audit: chosen === 'all' ? undefined : chosen })}
          />
          <PickMany
            label="Keys"
            chosen={listOf(by)}
            useChoices={useKeyNames}
            onChange={(chosen) => change({ by: chosen.length > 0 ? chosen : undefined })}
          />
        </>
      }
      empty={['Nothing fits', 'Nobody changed anything so, and nobody was refused.']}
    />
  )
}
