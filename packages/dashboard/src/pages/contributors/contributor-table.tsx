import { useMemo } from 'react'
import { useApiPages } from '../../api/use-api.ts'
import { useAddressValue } from '../../filters/use-filters.ts'
import { useSort } from '../../filters/use-sort.ts'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import { Segments } from '../../pieces/segments.tsx'
import { useColumns } from '../../pieces/table-columns.ts'
import { contributorColumns, countOf, roles } from './contributor-columns.tsx'
import { usePeopleQuery } from './use-people-query.ts'

/** Everybody, or those who create, review, approve or say LGTM: the server sorts and pages. */
export function ContributorTable({ onOpen }: { readonly onOpen: (login: string) => void }) {
  const { query: order, table: sort } = useSort('listContributors', contributorColumns, 'contributions')
  const [, choose] = useAddressValue('sort')
  const most = sort.descending ? countOf(sort.key) : null
  const choice = useColumns('contributors', contributorColumns)
  const people = usePeopleQuery()
  const query = useMemo(() => ({ ...people, ...order, limit: 100 }), [people, order])
  const { data, error, table } = useApiPages('listContributors', { query })
  const all = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  // Where the most come first, who has nothing of it comes last, and is none of those.
  const rows = useMemo(() => (most === null ? all : all.filter((row) => row[most] > 0)), [all, most])
  return (
    <Panel
      title="Contributors"
      note="What they did in these days"
      flush
      actions={
        <>
          <Segments
            label="Who"
            value={most ?? ''}
            choices={roles}
            onChange={(role) => choose(role === 'contributions' ? '' : role)}
          />
          <Explain label="Contributors" name="listContributors" request={{ query }} />
          <ColumnMenu choice={choice} />
          <ExportMenu name="listContributors" request={{ query }} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={24} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="Nobody did this in this time">
          Choose a longer range, clear the filters, or look at bots too.
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Contributors"
          columns={choice.shown}
          rows={rows}
          keyOf={({ login }) => login}
          sort={sort}
          onOpen={({ login }) => onOpen(login)}
          {...table}
          onMore={rows.length === all.length ? table.onMore : undefined}
          maxHeight={24}
        />
      )}
    </Panel>
  )
}
