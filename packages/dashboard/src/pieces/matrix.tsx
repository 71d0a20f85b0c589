import { type RefObject, useEffect, useRef, useState } from 'react'
import { formatCount, formatShort } from '../format/numbers.ts'
import css from './matrix.module.css'

interface MatrixProps {
  /** What it shows, for who listens; what is drawn must stand in a table beside it. */
  readonly label: string
  /** Those with the most first: as many are drawn as there is room for. */
  readonly rows: readonly MatrixSide[]
  readonly columns: readonly MatrixSide[]
  /** What stands at the end of a row: `Reviews`. */
  readonly total: string
  readonly amountOf: (row: string, column: string) => number
  /** What a cell says when it is pointed at. */
  readonly tipOf: (row: string, column: string) => string
}

export interface MatrixSide {
  readonly name: string
  readonly total: number
}

const ROW = 26
const MOST_ROWS = 14
const MOST_COLUMNS = 14
const LEAST_COLUMN = 22
const WIDEST_COLUMN = 64
const TOTAL = 52
const LETTER = 7

/** Who with whom, and how much: the darker the more. */
export function Matrix({ label, rows, columns, total, amountOf, tipOf }: MatrixProps) {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const names = width < 480 ? 88 : 148
  const room = Math.floor((width - names - TOTAL) / LEAST_COLUMN)
  const across = columns.slice(0, Math.max(1, Math.min(MOST_COLUMNS, room)))
  const down = rows.slice(0, MOST_ROWS)
  const cell = Math.min(WIDEST_COLUMN, (width - names - TOTAL) / across.length)
  const longest = Math.max(...across.map(({ name }) => Math.min(name.length, 16)), total.length)
  const head = longest * LETTER + 14
  const most = Math.max(...down.flatMap((row) => across.map((column) => amountOf(row.name, column.name))), 1)
  const end = names + across.length * cell
  return (
    <div ref={place} className={css.matrix}>
      {width > 0 && (
        <svg width={end + TOTAL} height={head + down.length * ROW} role="img" aria-label={label}>
          {across.map(({ name }, index) => (
            <Head key={name} x={names + (index + 0.5) * cell} y={head} text={name} />
          ))}
          <Head x={end + TOTAL - 14} y={head} text={total} />
          {down.map((row, index) => (
            <g key={row.name} transform={`translate(0 ${head + index * ROW})`}>
              <text className={css.name} x={names - 10} y={ROW / 2}>
                {cut(row.name, Math.floor((names - 12) / LETTER))}
              </text>
              {across.map((column, at) => (
                <Cell
                  key={column.name}
                  x={names + at * cell}
                  width={cell}
                  value={amountOf(row.name, column.name)}
                  share={amountOf(row.name, column.name) / most}
                  tip={tipOf(row.name, column.name)}
                />
              ))}
              <text className={css.total} x={end + TOTAL - 4} y={ROW / 2}>
                {formatShort(row.total)}
              </text>
            </g>
          ))}
        </svg>
      )}
      <Rest rows={rows.length - down.length} columns={columns.length - across.length} />
    </div>
  )
}

function Head({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  return (
    <text className={css.head} transform={`translate(${x} ${y - 8}) rotate(-90)`}>
      {cut(text, 16)}
    </text>
  )
}

interface CellProps {
  readonly x: number
  readonly width: number
  readonly value: number
  /** Of the largest. */
  readonly share: number
  readonly tip: string
}

function Cell({ x, width, value, share, tip }: CellProps) {
  return (
    <g transform={`translate(${x} 0)`}>
      <title>{tip}</title>
      <rect className={css.ground} x="1" y="1" width={width - 2} height={ROW - 2} rx="3" />
      {value > 0 && (
        <>
          <rect
            className={css.level}
            x="1"
            y="1"
            width={width - 2}
            height={ROW - 2}
            rx="3"
            // The square root keeps few apart from none; the number has to be read on it.
            opacity={(0.1 + 0.42 * Math.sqrt(share)).toFixed(2)}
          />
          <text className={css.value} x={width / 2} y={ROW / 2}>
            {width < 28 ? formatShort(value) : formatCount(value)}
          </text>
        </>
      )}
    </g>
  )
}

function Rest({ rows, columns }: { readonly rows: number; readonly columns: number }) {
  if (rows <= 0 && columns <= 0) return null
  const told = [
    rows > 0 && `${formatCount(rows)} more rows`,
    columns > 0 && `${formatCount(columns)} more columns`,
  ]
  return <p className={css.rest}>{told.filter(Boolean).join(' and ')} with less in the table</p>
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`
}

/** How wide an element is, in pixels; 0 until that is known. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const { current } = element
    if (current === null) return
    const observer = new ResizeObserver(() => setWidth(Math.floor(current.clientWidth)))
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return width
}
