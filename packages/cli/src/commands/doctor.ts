import type { DoctorCheck } from '@octometer/gateway-api'
import { badNews, command, type Run } from '../command.ts'
import { type Examination, examine } from '../doctor/examine.ts'
import { readSpace } from '../doctor/file-checks.ts'
import { plural } from '../render/numbers.ts'
import { plainText } from '../render/plain-text.ts'
import { cut, padEnd, widthOf, wrap } from '../render/text-width.ts'
import type { Session } from '../session.ts'

export function doctorCommand(run: Run) {
  return command('doctor', 'what is wrong, and what to do about it', [
    ['doctor', 'faults and warnings; ends with 1 when there is a fault'],
    ['doctor --all', 'what is fine, too'],
    ['doctor --json', 'every check, for programs'],
  ])
    .option('-a, --all', 'show what is fine, too')
    .action((options) =>
      run(options, async (session) => {
        const { places } = session
        const examination = await examine({ places, readSpace, client: () => session.client() })
        if (session.isJson) session.printLine(JSON.stringify(examination))
        else session.print(examinationPage(examination, options.all === true, session))
        return badNews(examination.status === 'fail')
      }),
    )
}

function examinationPage({ checks }: Examination, showsAll: boolean, session: Session): readonly string[] {
  const { style } = session
  const of = (status: DoctorCheck['status']) => checks.filter((check) => check.status === status)
  const [faults, warnings, fine] = [of('fail'), of('warn'), of('ok')]
  const shown = [...faults, ...warnings, ...(showsAll ? fine : [])]
  const names = Math.min(28, Math.max(0, ...shown.map(({ name }) => widthOf(plainText(name)))))
  const lines = shown.flatMap((check) => checkLines(check, names, session))
  const hidden =
    showsAll || fine.length === 0
      ? []
      : [`  ${style.good('✓')} ${plural(fine.length, 'check is', 'checks are')} fine`]
  return [...lines, ...hidden, '', `  ${verdict(faults.length, warnings.length, session)}`]
}

const MARKS = { ok: '✓', warn: '!', fail: '✗' } as const

function checkLines(check: DoctorCheck, names: number, { style, width }: Session): readonly string[] {
  const { status, advice } = check
  const paint = { ok: style.good, warn: style.warn, fail: style.bad }[status]
  const name = padEnd(cut(plainText(check.name), names), names)
  const indent = ' '.repeat(names + 6)
  const room = Number.isFinite(width) ? Math.max(20, Math.min(width, 120) - names - 6) : 10_000
  const [first = '', ...rest] = wrap(plainText(check.summary), room)
  const advised = advice === null ? [] : wrap(plainText(advice), room - 2)
  return [
    `  ${paint(MARKS[status])} ${style.strong(name)}  ${first}`,
    ...rest.map((line) => indent + line),
    ...advised.map((line, index) => `${indent}${style.accent(index === 0 ? '→ ' : '  ')}${line}`),
  ]
}

function verdict(faults: number, warnings: number, { style }: Session): string {
  if (faults === 0 && warnings === 0) return style.good('Nothing is wrong.')
  const told = [
    ...(faults === 0 ? [] : [style.bad(plural(faults, 'fault'))]),
    ...(warnings === 0 ? [] : [style.warn(plural(warnings, 'warning'))]),
  ]
  return `${told.join(', ')}.`
}
