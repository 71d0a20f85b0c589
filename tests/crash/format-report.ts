import { failuresOf } from './failures-of.ts'
import type { MatrixReport } from './run-matrix.ts'

/** The report as tables of text. */
export function formatReport(report: MatrixReport): string {
  const { parts, sending, comparisons, seconds, logs } = report
  const failures = failuresOf(report)
  const killed = parts.map(({ name, record: { kills, failedStarts, fell } }) =>
    [name, kills, failedStarts, fell.length].map(String),
  )
  const resent = [...sending.resends].map(([reason, count]) => [reason, String(count)])
  const compared = comparisons.map(({ what, expected, wrong }) => [
    what,
    String(expected),
    wrong.length === 0 ? 'equal' : 'DIFFERENT',
  ])
  return [
    table(['part', 'kill -9', 'failed starts', 'fell by itself'], killed),
    table(['sent again because of', 'times'], resent),
    table(['compared with the simulator', 'expected', 'result'], compared),
    `sending and killing ${seconds.sending} s, catching up ${seconds.catchingUp} s`,
    ...failures,
    ...(failures.length === 0 ? [] : [`the logs of all parts are in ${logs}`]),
  ].join('\n\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
