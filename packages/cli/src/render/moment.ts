import { UNKNOWN } from './numbers.ts'

const MINUTE = 60
const HOUR = 3_600
const DAY = 86_400

/** Seconds in the unit that fits, and the next one while it matters: `42 s`, `3 min`, `2 h 5 min`, `3 d 4 h`, `12 d`. */
export function duration(seconds: number | null): string {
  if (seconds === null) return UNKNOWN
  if (seconds < 1) return '0 s'
  if (seconds < MINUTE) return `${Math.floor(seconds)} s`
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`
  if (seconds < DAY) return two(seconds, HOUR, 'h', MINUTE, 'min')
  if (seconds < 10 * DAY) return two(seconds, DAY, 'd', HOUR, 'h')
  return `${Math.floor(seconds / DAY)} d`
}

function two(seconds: number, unit: number, name: string, part: number, partName: string): string {
  const rest = Math.floor((seconds % unit) / part)
  return `${Math.floor(seconds / unit)} ${name}${rest === 0 ? '' : ` ${rest} ${partName}`}`
}

/** `3 min ago`, `in 2 h`, `now`. Both are ISO 8601; `–` for null. */
export function relative(at: string | null, now: string): string {
  if (at === null) return UNKNOWN
  const seconds = (Date.parse(now) - Date.parse(at)) / 1e3
  if (Math.abs(seconds) < 1) return 'now'
  return seconds > 0 ? `${coarse(seconds)} ago` : `in ${coarse(-seconds)}`
}

/** One unit is enough beside the time itself. */
function coarse(seconds: number): string {
  if (seconds < DAY) return duration(seconds < HOUR ? seconds : Math.floor(seconds / HOUR) * HOUR)
  return `${Math.floor(seconds / DAY)} d`
}

/** `2026-03-20 10:00:05`, in UTC. */
export function absolute(at: string | null): string {
  return at === null ? UNKNOWN : new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

/** `2026-03-20 10:00`, in UTC. */
export function toTheMinute(at: string | null): string {
  return at === null ? UNKNOWN : absolute(at).slice(0, 16)
}

/** `10:00:05`, in UTC. */
export function timeOfDay(at: string): string {
  return absolute(at).slice(11)
}

export function day(at: string): string {
  return absolute(at).slice(0, 10)
}
