import { count, plural } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import type { Session } from '../session.ts'
import type { ImportTotals } from './send-lines.ts'

const SHOWN = 10

/** What became of the lines. */
export function importPage(totals: ImportTotals, { style }: Session): readonly string[] {
  const { lines, appended, already_there, left_out, refused } = totals
  const sign = refused.length === 0 ? style.good('✓') : style.bad('✗')
  return [
    `  ${sign} ${plural(lines, 'message')}: ${count(appended)} appended, ${count(already_there)} already there`,
    ...[...new Set(left_out.map(({ reason }) => reason))].map((reason) => {
      const times = left_out.filter((each) => each.reason === reason).length
      return `    ${count(times)} left out: ${plainText(reason)}`
    }),
    ...refused
      .slice(0, SHOWN)
      .map(
        ({ file, line, reason }) => `    ${style.bad('refused')} ${file}, line ${line}: ${plainText(reason)}`,
      ),
    ...(refused.length > SHOWN
      ? [`    and ${count(refused.length - SHOWN)} more: --json names all of them`]
      : []),
  ]
}
