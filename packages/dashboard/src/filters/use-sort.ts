import { useMemo } from 'react'
import type { Operation, Request } from '../api/operations.ts'
import type { Column, TableSort } from '../pieces/table-columns.ts'
import { type Order, orderOf, turned, writeOrder } from './order.ts'
import { useAddressValue } from './use-filters.ts'

type Parameters<Name extends Operation> = Required<NonNullable<Request<Name>['query']>>
type Sorts<Name extends Operation> = Parameters<Name> extends { readonly sort: infer Sort } ? Sort : never

export interface SortChoice<Name extends Operation> {
  /** As the operation takes it; always the same one for the same order. */
  readonly query: { readonly sort: Sorts<Name>; readonly direction: 'asc' | 'desc' }
  readonly table: TableSort
}

/**
 * By which column the server orders a list, kept in the address: `sort=stars`, or `sort=stars.asc` for the other way round.
 * `parameter` is another name for another table of the same page. Columns are a constant of the module.
 */
export function useSort<Name extends Operation>(
  _name: Name,
  columns: readonly Column<never>[],
  first: Sorts<Name> & string,
  parameter = 'sort',
): SortChoice<Name> {
  const [text, write] = useAddressValue(parameter)
  return useMemo(() => {
    const natural: Order = { key: first, descending: isDescending(columns, first) ?? true }
    const order = orderOf(text, natural, (key) => isDescending(columns, key))
    const onSort = (key: string) => {
      const usual = isDescending(columns, key)
      write(writeOrder(turned(order, key, usual), natural, usual))
    }
    const direction = order.descending ? 'desc' : 'asc'
    return { query: { sort: order.key as Sorts<Name>, direction }, table: { ...order, onSort } }
  }, [text, write, columns, first])
}

/** How a column is ordered when it is chosen; undefined for one that orders nothing. */
function isDescending(columns: readonly Column<never>[], key: string): boolean | undefined {
  const column = columns.find(({ sortKey }) => sortKey === key)
  return column && column.sortsAs !== 'text'
}
