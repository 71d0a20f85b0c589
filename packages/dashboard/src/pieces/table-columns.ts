import { type ReactNode, useCallback, useMemo, useState } from 'react'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly render: (row: Row) => ReactNode
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end'
  /** CSS; without it the column takes what is left. */
  readonly width?: string
  /** What the server calls the order by this column. */
  readonly sortKey?: string
  /** Texts begin with a, everything else with the greatest. */
  readonly sortsAs?: 'text'
  /** What the column means, as a tooltip. */
  readonly hint?: string
  /** True: not shown until it is chosen. */
  readonly hidden?: boolean
}

export interface TableSort {
  readonly key: string
  readonly descending: boolean
  readonly onSort: (key: string) => void
}

export interface ColumnChoice<Row> {
  /** Those that are shown. */
  readonly shown: readonly Column<Row>[]
  readonly all: readonly Column<Row>[]
  readonly isShown: (key: string) => boolean
  readonly toggle: (key: string) => void
}

/** Which columns of a table are shown; this browser remembers it under the table's name. */
export function useColumns<Row>(table: string, all: readonly Column<Row>[]): ColumnChoice<Row> {
  const [toggled, setToggled] = useState<readonly string[]>(() => readToggled(table))
  const toggle = useCallback(
    (key: string) =>
      setToggled((before) => {
        const after = before.includes(key) ? before.filter((each) => each !== key) : [...before, key]
        keepToggled(table, after)
        return after
      }),
    [table],
  )
  return useMemo(() => {
    const isShown = (key: string) => {
      const column = all.find((each) => each.key === key)
      return (column?.hidden ?? false) === toggled.includes(key)
    }
    return { all, toggle, isShown, shown: all.filter(({ key }) => isShown(key)) }
  }, [all, toggle, toggled])
}

const storeKey = (table: string) => `octometer.columns.${table}`

/** Of the columns whose state is not the one they begin with, the keys. */
function readToggled(table: string): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storeKey(table)) ?? '[]')
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : []
  } catch {
    // Storage that is switched off or was written by another: the columns are as they begin.
    return []
  }
}

function keepToggled(table: string, keys: readonly string[]): void {
  try {
    localStorage.setItem(storeKey(table), JSON.stringify(keys))
  } catch {
    // Storage that is switched off: the choice lasts as long as the page.
  }
}
