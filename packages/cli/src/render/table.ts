import type { Style } from './style.ts'
import { cut, padEnd, padStart, widthOf } from './text-width.ts'

export interface Column<Row> {
  readonly title: string
  /** Safe to print, without colours. */
  readonly text: (row: Row) => string
  /** Numbers stand at the right. */
  readonly align?: 'right'
  /** Colours, for the text as it is after cutting. */
  readonly paint?: (text: string, row: Row) => string
  /** It may be cut down to so many columns where there is too little room. */
  readonly least?: number
  /** Where cutting is not enough these go, the greatest first. Those without one stay. */
  readonly dropped?: number
}

export interface TableOptions {
  readonly style: Style
  /** Of the whole line; Infinity in a pipe. */
  readonly width: number
  readonly indent?: number
}

const GAP = 2

/** Lines of a table that is never wider than it may be, the titles first. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { style, width, indent = 2 }: TableOptions,
): readonly string[] {
  const shown = fitting(
    columns.map((column) => measured(column, rows)),
    width - indent,
  )
  const margin = ' '.repeat(indent)
  const line = (cells: readonly string[]) => (margin + cells.join(' '.repeat(GAP))).trimEnd()
  const isLast = (index: number) => index === shown.length - 1
  const titles = shown.map((each, index) => style.faint(title(each, isLast(index))))
  return [
    line(titles),
    ...rows.map((row) => line(shown.map((each, index) => cell(each, row, isLast(index))))),
  ]
}

interface Measured<Row> {
  readonly column: Column<Row>
  readonly width: number
}

function measured<Row>(column: Column<Row>, rows: readonly Row[]): Measured<Row> {
  const widths = rows.map((row) => widthOf(column.text(row)))
  return { column, width: Math.max(widthOf(column.title), ...widths) }
}

/** Cuts the widest of those that may be cut, a column at a time, then drops what may go. */
function fitting<Row>(columns: readonly Measured<Row>[], room: number): readonly Measured<Row>[] {
  const excess = columns.reduce((sum, { width }) => sum + width + GAP, -GAP) - room
  if (excess <= 0 || !Number.isFinite(room)) return columns
  const spare = columns.reduce((sum, each) => sum + Math.max(0, each.width - leastOf(each)), 0)
  const last = columns.reduce((most, { column }) => Math.max(most, column.dropped ?? 0), 0)
  if (spare < excess && last > 0) {
    return fitting(
      columns.filter(({ column }) => column.dropped !== last),
      room,
    )
  }
  return narrowed(columns, excess)
}

function narrowed<Row>(columns: readonly Measured<Row>[], excess: number): readonly Measured<Row>[] {
  const widths = columns.map(({ width }) => width)
  for (let left = excess; left > 0; left -= 1) {
    const widest = columns.reduce<number | null>((best, each, index) => {
      const width = widths[index] ?? 0
      if (width <= leastOf(each)) return best
      return best === null || width > (widths[best] ?? 0) ? index : best
    }, null)
    if (widest === null) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return columns.map(({ column }, index) => ({ column, width: widths[index] ?? 0 }))
}

function leastOf<Row>({ column, width }: Measured<Row>): number {
  return Math.min(width, column.least ?? width)
}

function title<Row>({ column, width }: Measured<Row>, isLast: boolean): string {
  const text = cut(column.title, width)
  return isLast && (column.align !== 'right' || text === '') ? text : place(column, text, width)
}

function cell<Row>({ column, width }: Measured<Row>, row: Row, isLast: boolean): string {
  const cutText = cut(column.text(row), width)
  const text = isLast ? cutText.trimEnd() : cutText
  const painted = column.paint === undefined ? text : column.paint(text, row)
  // The last one is not filled up, or a line would end in painted spaces.
  return isLast && column.align !== 'right' ? painted : place(column, painted, width)
}

function place<Row>({ align }: Column<Row>, text: string, width: number): string {
  return align === 'right' ? padStart(text, width) : padEnd(text, width)
}
