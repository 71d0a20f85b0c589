import { useMemo } from 'react'
import { useApi, useApiPages } from '../../api/use-api.ts'
import { listOf } from '../../filters/filters.ts'
import { PickMany } from '../../filters/pick-many.tsx'
import type { UseChoices } from '../../filters/use-choices.ts'
import { useAddress, useFilterParameters } from '../../filters/use-filters.ts'
import { type SortChoice, useSort } from '../../filters/use-sort.ts'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import { useColumns } from '../../pieces/table-columns.ts'
import css from './deliveries-page.module.css'
import { deliveryColumns } from './delivery-columns.tsx'

/** Every attempt at every delivery; the server filters, sorts and pages. */
export function DeliveryTable({ onOpen }: { readonly onOpen: (guid: string) => void }) {
  const choice = useColumns('deliveries', deliveryColumns)
  const sort = useSort('listDeliveries', deliveryColumns, 'received_at')
  const query = useDeliveryQuery(sort.query)
  const { data, error, table } = useApiPages('listDeliveries', { query })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  return (
    <Panel
      title="Deliveries"
      note="Every attempt"
      flush
      actions={
        <>
          <Search />
          <ColumnMenu choice={choice} />
          <ExportMenu name="listDeliveries" request={{ query }} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={36} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="No delivery fits">
          Choose a longer range or clear the filters. A GUID finds one of any time.
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Deliveries"
          columns={choice.shown}
          rows={rows}
          keyOf={({ guid, received_at }) => `${guid} ${received_at}`}
          sort={sort.table}
          onOpen={({ guid }) => onOpen(guid)}
          {...table}
          maxHeight={44}
        />
      )}
    </Panel>
  )
}

/** A GUID is looked for at all times. */
function useDeliveryQuery(sort: SortChoice<'listDeliveries'>['query']) {
  const { since, until, repository, author } = useFilterParameters()
  const [search] = useAddress()
  const { guid, event } = search
  return useMemo(() => {
    const guids = [...listOf(guid)]
    const events = [...listOf(event)]
    const range = guids.length > 0 ? {} : { since, until }
    return {
      ...range,
      repository,
      sender: author,
      event: events.length > 0 ? events : undefined,
      guid: guids.length > 0 ? guids : undefined,
      ...sort,
      limit: 100,
    }
  }, [since, until, repository, author, guid, event, sort])
}

const useEventNames: UseChoices = (text) => {
  const { data } = useApi('getDeliveryStats', { query: { hours: 1000 } }, { live: false })
  return data?.by_event.map(({ event }) => event).filter((event) => event.includes(text.toLowerCase()))
}

function Search() {
  const [search, change] = useAddress()
  const events = listOf(search.event)
  return (
    <>
      <input
        type="search"
        className={css.search}
        placeholder="GUID"
        aria-label="Find a delivery by its GUID"
        value={listOf(search.guid)[0] ?? ''}
        onChange={(event) => change({ guid: event.target.value.trim() || undefined })}
      />
      <PickMany
        label="Events"
        chosen={events}
        useChoices={useEventNames}
        onChange={(chosen) => change({ event: chosen.length > 0 ? chosen : undefined })}
      />
    </>
  )
}
