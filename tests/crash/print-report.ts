import type { MatrixReport } from './run-matrix.ts'

/** Everything that is not as it must be; empty when the matrix passed. */
export function failuresOf({ parts, comparisons }: MatrixReport): readonly string[] {
  const fallen = parts.flatMap(({ name, record }) =>
    record.fell.map((how) => `${name} ended by itself, with ${how}`),
  )
  const differing = comparisons.flatMap(({ what, wrong }) => wrong.map((each) => `${what}: ${each}`))
  return [...fallen, ...differing]
}

/** The report as tables of text. */
export function formatReport(report: MatrixReport): string {
  const { parts, sending, comparisons, seconds } = report
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
    ...failuresOf(report),
  ].join('\n\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
