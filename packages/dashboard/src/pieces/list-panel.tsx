import { type ReactNode, useMemo } from 'react'
import type { Entry, Operation, Request } from '../api/operations.ts'
import { useApiPages } from '../api/use-api.ts'
import { ColumnMenu } from './column-menu.tsx'
import { DataTable } from './data-table.tsx'
import { Explain } from './explain.tsx'
import { ExportMenu } from './export-menu.tsx'
import { Answered, Empty, Panel } from './panel.tsx'
import { type Column, type TableSort, useColumns } from './table-columns.ts'

interface ListPanelProps<Name extends Operation> {
  readonly title: string
  readonly note?: ReactNode
  /** A list of pages, each the more the reader scrolls. */
  readonly name: Name
  readonly request: Request<Name>
  /** A constant of the module. */
  readonly columns: readonly Column<Entry<Name>>[]
  readonly keyOf: (row: Entry<Name>) => string
  readonly onOpen?: (row: Entry<Name>) => void
  /** What the server sorts by, of `useSort`; its `query` is part of the request. */
  readonly sort?: TableSort
  /** What to say when there is nothing: a title, and what to do. */
  readonly empty: readonly [title: string, advice: string]
  /** False where the operation explains nothing. */
  readonly explained?: boolean
  /** Choices, before the other actions. */
  readonly actions?: ReactNode
  /** Under which the choice of columns is kept; the operation unless given. */
  readonly table?: string
  /** In rem. */
  readonly maxHeight?: number
}

/** A list in a panel: its table, columns, explanation and files. */
export function ListPanel<Name extends Operation>(props: ListPanelProps<Name>) {
  const { title, note, name, request, columns, empty, explained = true, actions, table = name } = props
  const choice = useColumns(table, columns)
  return (
    <Panel
      title={title}
      note={note}
      flush
      actions={
        <>
          {actions}
          {explained && <Explain label={title} name={name} request={request} />}
          <ColumnMenu choice={choice} />
          <ExportMenu name={name} request={request} />
        </>
      }
    >
      <PagedTable {...props} label={title} columns={choice.shown} empty={empty} />
    </Panel>
  )
}

type PagedTableProps<Name extends Operation> = Pick<
  ListPanelProps<Name>,
  'name' | 'request' | 'columns' | 'keyOf' | 'sort' | 'onOpen' | 'empty' | 'maxHeight'
> & { readonly label: string }

/** The pages of a list in one table, asked for as the reader comes near their end. */
function PagedTable<Name extends Operation>(props: PagedTableProps<Name>) {
  const { name, request, columns, keyOf, sort, onOpen, empty, label, maxHeight = 24 } = props
  const query = useApiPages(name, request)
  const { data, table } = query
  const rows = useMemo(() => data?.pages.flatMap((page) => entriesOf<Name>(page)) ?? [], [data])
  const { error, refetch, isPlaceholderData } = query
  const told = { data, error, refetch: () => refetch() as never, isPlaceholderData }
  return (
    <Answered query={told} height={Math.min(maxHeight, 12)}>
      {() =>
        rows.length === 0 ? (
          <Empty title={empty[0]}>{empty[1]}</Empty>
        ) : (
          <DataTable
            label={label}
            columns={columns}
            rows={rows}
            keyOf={keyOf}
            maxHeight={maxHeight}
            {...(sort && { sort })}
            {...(onOpen && { onOpen })}
            {...table}
          />
        )
      }
    </Answered>
  )
}

/** The library cannot tell that this page is of a list. */
function entriesOf<Name extends Operation>(page: unknown): readonly Entry<Name>[] {
  return (page as { readonly data: readonly Entry<Name>[] }).data
}
