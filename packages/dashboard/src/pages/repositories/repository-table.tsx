import { useMemo } from 'react'
import { useApiPages } from '../../api/use-api.ts'
import { listOf } from '../../filters/filters.ts'
import { PickMany } from '../../filters/pick-many.tsx'
import type { UseChoices } from '../../filters/use-choices.ts'
import { useAddress, useFilterParameters } from '../../filters/use-filters.ts'
import { type SortChoice, useSort } from '../../filters/use-sort.ts'
import { ColumnMenu } from '../../pieces/column-menu.tsx'
import { DataTable } from '../../pieces/data-table.tsx'
import { Explain } from '../../pieces/explain.tsx'
import { ExportMenu } from '../../pieces/export-menu.tsx'
import { Empty, Panel, ProblemNote, Skeleton } from '../../pieces/panel.tsx'
import { useColumns } from '../../pieces/table-columns.ts'
import css from './repositories-page.module.css'
import { type Repository, repositoryColumns } from './repository-columns.tsx'

const statuses = [
  'active',
  'archived',
  'disabled',
  'deleted',
] as const satisfies readonly Repository['status'][]

const useStatuses: UseChoices = (text) => statuses.filter((each) => each.includes(text.toLowerCase()))

/** The server looks for names, sorts and pages. */
export function RepositoryTable({ onOpen }: { readonly onOpen: (name: string) => void }) {
  const [search, change] = useAddress()
  const choice = useColumns('repositories', repositoryColumns)
  const sort = useSort('listRepositories', repositoryColumns, 'pushed_at')
  const query = useRepositoryQuery(sort.query)
  const { data, error, table } = useApiPages('listRepositories', { query })
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  return (
    <Panel
      title="Repositories"
      note="What is unknown comes last, whichever the order"
      flush
      actions={
        <>
          <Find />
          <PickMany
            label="Status"
            chosen={listOf(search.status)}
            useChoices={useStatuses}
            onChange={(chosen) => change({ status: chosen.length > 0 ? chosen : undefined })}
          />
          <Explain label="Repositories" name="listRepositories" request={{ query }} />
          <ColumnMenu choice={choice} />
          <ExportMenu name="listRepositories" request={{ query }} />
        </>
      }
    >
      {error !== null && <ProblemNote error={error} />}
      {data === undefined && error === null && <Skeleton height={36} />}
      {data !== undefined && rows.length === 0 && (
        <Empty title="No repository fits">
          Clear the filters; a repository is known from its first delivery or sync on.
        </Empty>
      )}
      {rows.length > 0 && (
        <DataTable
          label="Repositories"
          columns={choice.shown}
          rows={rows}
          keyOf={({ repository_id }) => String(repository_id)}
          sort={sort.table}
          onOpen={({ repository }) => onOpen(repository)}
          {...table}
          maxHeight={44}
        />
      )}
    </Panel>
  )
}

function useRepositoryQuery(sort: SortChoice<'listRepositories'>['query']) {
  const { repository } = useFilterParameters()
  const [{ name, status }] = useAddress()
  return useMemo(() => {
    const names = [...listOf(name)]
    const chosen = statuses.filter((each) => listOf(status).includes(each))
    return {
      repository,
      name: names.length > 0 ? names : undefined,
      status: chosen.length > 0 ? chosen : undefined,
      ...sort,
      limit: 200,
    }
  }, [repository, name, status, sort])
}

function Find() {
  const [search, change] = useAddress()
  return (
    <input
      type="search"
      className={css.search}
      placeholder="Part of the name"
      aria-label="Find a repository by a part of its name"
      value={listOf(search.name)[0] ?? ''}
      onChange={(event) => change({ name: event.target.value || undefined })}
    />
  )
}
