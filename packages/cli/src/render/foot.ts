import type { Freshness } from '@octometer/gateway-api'
import { absolute, duration, relative, timeOfDay } from './moment.ts'
import { percent } from './numbers.ts'
import type { Style } from './style.ts'
import { widthOf } from './text-width.ts'

/** Later than that, a number is behind what happened. */
const BEHIND_SECONDS = 60

/** What stands at the foot of every answer: whether its numbers can be trusted, in one or two lines. */
export function foot(freshness: Freshness, style: Style, width: number): readonly string[] {
  const asOf = style.faint(`As of ${absolute(freshness.as_of)} UTC`)
  const parts = [asOf, newest(freshness, style), behind(freshness, style), complete(freshness, style)]
  const separator = style.faint(' · ')
  const whole = `  ${parts.join(separator)}`
  if (widthOf(whole) <= width) return [whole]
  return [`  ${parts.slice(0, 2).join(separator)}`, `  ${parts.slice(2).join(separator)}`]
}

function newest({ newest_delivery_at: at, as_of }: Freshness, style: Style): string {
  return style.faint(
    at === null ? 'nothing received yet' : `newest delivery ${relative(at, as_of)} (${timeOfDay(at)})`,
  )
}

function behind({ lag_seconds: lag }: Freshness, style: Style): string {
  if (lag === null) return style.warn('? how far behind is unknown')
  if (lag > BEHIND_SECONDS) return style.bad(`! ${duration(lag)} behind`)
  return style.good(lag === 0 ? '✓ everything counted' : `✓ ${duration(Math.max(1, lag))} behind`)
}

function complete({ completeness }: Freshness, style: Style): string {
  if (completeness === null) return style.faint('not compared with GitHub’s log')
  if (completeness < 1) return style.bad(`! ${percent(completeness)} of GitHub’s log held (24 h)`)
  return style.good('✓ all of GitHub’s log held (24 h)')
}
