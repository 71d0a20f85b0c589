import type { AnswerOf, retryDeadLetter } from '@octometer/gateway-api'
import { foot } from '../render/foot.ts'
import type { Session } from '../session.ts'

/** A command that is in the log: what it does, where it stands there, and what shows its effect. */
export function acceptedPage(
  what: string,
  { duplicate, stream_sequence, command_id, freshness }: AnswerOf<typeof retryDeadLetter>,
  { style, width }: Session,
  next: string | null = null,
): readonly string[] {
  const state = duplicate ? style.warn('! known already, nothing was appended again:') : style.good('✓')
  return [
    `  ${state} ${what}`,
    `    ${style.faint(`command ${command_id}, position ${stream_sequence} of the log`)}`,
    ...(next === null ? [] : [`    ${style.faint(next)}`]),
    '',
    ...foot(freshness, style, width),
  ]
}
