import type { ResultRow } from './benchmark.ts'

const HEAD = ['', 'target', 'measured', 'verdict', 'note']

/** Rows as a table for a terminal; notes stand below it. */
export function textTable(rows: readonly ResultRow[]): string {
  const cells = [
    HEAD.slice(0, 4),
    ...rows.map(({ what, target, measured, verdict }) => [what, target, measured, verdict]),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((line) => (line[column] ?? '').length)))
  const lines = cells.map((line) =>
    line
      .map((cell, column) =>
        column === 1 || column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
  const missed = rows
    .filter(({ verdict }) => verdict === 'missed')
    .map(({ what, note }) => `missed: ${what}: ${note}`)
  return [...lines, ...missed].join('\n')
}

/** Rows as a table in Markdown. */
export function markdownTable(rows: readonly ResultRow[]): string {
  const lines = rows.map(({ what, target, measured, verdict, note }) => [
    what,
    target,
    measured,
    verdict,
    note,
  ])
  return [HEAD, HEAD.map((_, column) => (column === 1 || column === 2 ? '---:' : '---')), ...lines]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}
