import { readDateOrder } from './date-order.ts'
import { UNKNOWN } from './numbers.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** A duration in its largest sensible unit: `45s`, `6m`, `2.4h`, `1.6d`; below zero with its sign. */
export function formatDuration(seconds: number | null | undefined): string {
  if (seconds == null) return UNKNOWN
  const size = Math.abs(seconds)
  const sign = seconds < 0 ? '−' : ''
  if (size < 1) return size === 0 ? '0s' : `${sign}${Math.round(size * 1000)}ms`
  if (size < MINUTE) return `${sign}${Math.round(size)}s`
  if (size < HOUR) return `${sign}${Math.round(size / MINUTE)}m`
  if (size < DAY) return `${sign}${trimmed(size / HOUR)}h`
  return `${sign}${trimmed(size / DAY)}d`
}

function trimmed(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toFixed(1)))
}

/** `just now`, `4m ago`, `3d ago`; of a time to come `in 4m`. */
export function formatAgo(time: string | null | undefined, now: number): string {
  if (time == null) return UNKNOWN
  const seconds = (now - Date.parse(time)) / 1000
  if (Math.abs(seconds) < 5) return 'just now'
  return seconds < 0 ? `in ${formatDuration(-seconds)}` : `${formatDuration(seconds)} ago`
}

/** Languages that write dates so. */
const locales = { year: 'sv', day: 'en-GB', month: 'en-US' } as const
const locale = locales[readDateOrder()]
const two = '2-digit'
const full = new Intl.DateTimeFormat(locale, {
  ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two },
  hourCycle: 'h23',
})
const clock = new Intl.DateTimeFormat('sv', { timeStyle: 'medium' })
const day = new Intl.DateTimeFormat(locale === 'en-GB' ? locale : 'en', { month: 'short', day: 'numeric' })

/** `2026-03-04 15:06:07`, in the time zone of whoever looks, unless this browser was told to begin dates otherwise. */
export function formatTime(time: string | null | undefined): string {
  return time == null ? UNKNOWN : full.format(new Date(time))
}

/** `15:06:07`, in the time zone of whoever looks. */
export function formatClock(time: string): string {
  return clock.format(new Date(time))
}

/** `Mar 4`, or `4 Mar`. */
export function formatDay(time: string | number): string {
  return day.format(new Date(time))
}
