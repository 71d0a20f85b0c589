import { type KeyboardEvent, memo, type ReactNode, type RefObject, useEffect, useRef } from 'react'
import css from './data-table.module.css'
import { Icon } from './icons.tsx'
import { ROW_PX, useRowWindow } from './row-window.ts'
import type { Column, TableSort } from './table-columns.ts'

interface DataTableProps<Row> {
  /** What is listed, for who listens. */
  readonly label: string
  /** Those that are shown, in their order: `useColumns` keeps the choice. */
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** What the server sorts by; columns with a `sortKey` become buttons. */
  readonly sort?: TableSort
  /** Opens a row; the whole row can be pressed, and Enter on it does the same. */
  readonly onOpen?: (row: Row) => void
  /** Asks for more when the end comes near; undefined at the end. */
  readonly onMore?: (() => void) | undefined
  /** Another number for another list: its table begins at the top. */
  readonly choice?: number
  /** Somebody who had scrolled down is back at the top. */
  readonly onTop?: () => void
  /** In rem: the table scrolls inside it, and only rows that are seen exist. */
  readonly maxHeight?: number
}

/** So many rows before the end more are asked for, so that nobody who scrolls has to wait. */
const AHEAD = 150

/** A list of any length: sorted and paged by the server, drawn only where it is seen. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, sort, onOpen, onMore, maxHeight = 36 } = props
  const scroll = useRef<HTMLDivElement>(null)
  const { from, to } = useRowWindow(scroll, rows.length)
  const isNearEnd = to >= rows.length - AHEAD
  useEffect(() => {
    if (isNearEnd) onMore?.()
  }, [isNearEnd, onMore])
  useTop(scroll, from, props)
  // Rows that open can be focused, and scroll with the focus; a table without any has to be scrolled by itself.
  const byKeyboard = { tabIndex: onOpen === undefined ? 0 : -1 }
  return (
    <div className={css.scroll} ref={scroll} style={{ maxHeight: `${maxHeight}rem` }} {...byKeyboard}>
      <table
        className={css.table}
        aria-label={label}
        aria-rowcount={onMore === undefined ? rows.length + 1 : -1}
      >
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={from * ROW_PX} columns={columns.length} />
          {rows.slice(from, to).map((row, index) => (
            <DataRow key={keyOf(row)} row={row} index={from + index} columns={columns} onOpen={onOpen} />
          ))}
          <Space height={(rows.length - to) * ROW_PX} columns={columns.length} />
        </tbody>
      </table>
    </div>
  )
}

/** Another list begins at its top, and who comes back to the top is told of. */
function useTop(
  scroll: RefObject<HTMLElement | null>,
  from: number,
  { choice, onTop }: Pick<DataTableProps<never>, 'choice' | 'onTop'>,
): void {
  const shown = useRef({ choice, wasDown: false })
  useEffect(() => {
    if (shown.current.choice !== choice) scroll.current?.scrollTo({ top: 0 })
    const isBack = from === 0 && shown.current.wasDown
    shown.current = { choice, wasDown: from > 0 }
    if (isBack) onTop?.()
  }, [scroll, choice, from, onTop])
}

function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null
  return (
    <tr>
      <td colSpan={columns} style={{ height }} className={css.space} />
    </tr>
  )
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>
  readonly sort: TableSort | undefined
}

function HeaderCell<Row>({ column, sort }: HeaderCellProps<Row>) {
  const { title, align = 'start', width, sortKey, hint } = column
  const isSorted = sort !== undefined && sortKey !== undefined && sort.key === sortKey
  return (
    <th
      scope="col"
      style={width === undefined ? undefined : { width }}
      className={css[align]}
      title={hint}
      {...(isSorted ? { 'aria-sort': sort.descending ? 'descending' : 'ascending' } : {})}
    >
      {sort !== undefined && sortKey !== undefined ? (
        <button type="button" className={css.sort} onClick={() => sort.onSort(sortKey)}>
          {title}
          {isSorted && <Icon name={sort.descending ? 'down' : 'up'} size={12} />}
        </button>
      ) : (
        title
      )}
    </th>
  )
}

interface TableRowProps<Row> {
  readonly row: Row
  readonly index: number
  readonly columns: readonly Column<Row>[]
  readonly onOpen: ((row: Row) => void) | undefined
}

function TableRow<Row>({ row, index, columns, onOpen }: TableRowProps<Row>): ReactNode {
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row)
  }
  const opening = onOpen && { tabIndex: 0, onClick: () => onOpen(row), onKeyDown: press, 'data-opens': true }
  return (
    <tr aria-rowindex={index + 2} className={css.row} {...opening}>
      {columns.map(({ key, render, align = 'start' }) => (
        <td key={key} className={css[align]}>
          {render(row)}
        </td>
      ))}
    </tr>
  )
}

/** Scrolling draws only the rows that come into sight. */
const DataRow = memo(TableRow) as typeof TableRow
