import { Command } from '@commander-js/extra-typings'
import { wrongUsage } from './cli-error.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import type { CommonOptions, Session } from './session.ts'

/** Carries a command out: opens its session, keeps how it ended. */
export type Run = (options: CommonOptions, work: Work) => Promise<void>

/** What a command does; 0 unless it says otherwise. */
type Work = (session: Session) => Promise<ExitCode | undefined>

type Example = readonly [line: string, what: string]

/** A command with the options that all of them have, and examples in its help. */
export function command(name: string, summary: string, examples: readonly Example[]) {
  return new Command(name)
    .description(summary)
    .option('--json', 'the answer as the gateway gave it')
    .option('--profile <name>', 'ask the server of this profile')
    .addHelpText('after', () => examplesText(examples))
}

/** A word before other commands: `octometer sync run`. Alone it shows its help. */
export function group(name: string, summary: string, examples: readonly Example[]) {
  return new Command(name).description(summary).addHelpText('after', () => examplesText(examples))
}

function examplesText(examples: readonly Example[]): string {
  const lines = examples.flatMap(([line, what]) => [`  # ${what}`, `  $ octometer ${line}`, ''])
  return `\nExamples:\n${lines.join('\n')}`
}

/** For an option that may be given several times. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value]
}

const AGO = /^(\d{1,6})(s|m|h|d|w)$/
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }

/** A moment as a person gives it: `2026-01-31`, `2026-01-31T10:00:00Z`, or `24h` and `7d` for so long ago. */
export function moment(text: string): string {
  const ago = AGO.exec(text)
  if (ago !== null) return new Date(Date.now() - secondsOf(ago) * 1e3).toISOString()
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(withZone(text)) : new Date(Number.NaN)
  if (!Number.isNaN(at.getTime())) return at.toISOString()
  throw wrongUsage(`${text} is no moment: it must be like 2026-01-31, 2026-01-31T10:00:00Z, 24h or 7d`)
}

/** A moment to come: `4h`, `2d`, or a time. */
export function momentAhead(text: string): string {
  const ahead = AGO.exec(text)
  return ahead === null ? moment(text) : new Date(Date.now() + secondsOf(ahead) * 1e3).toISOString()
}

function secondsOf([, amount, unit]: RegExpExecArray): number {
  return Number(amount) * (SECONDS[unit ?? ''] ?? 0)
}

/** A time without a zone is UTC, like all that is shown. */
function withZone(text: string): string {
  return text.length > 10 && !/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? `${text}Z` : text
}

export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw wrongUsage(`${text} must be a whole number`)
}

export const badNews = (isBad: boolean): ExitCode => (isBad ? exitCodes.badNews : exitCodes.ok)
