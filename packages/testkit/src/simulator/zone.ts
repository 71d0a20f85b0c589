export type CalendarUnit = 'hour' | 'day' | 'week' | 'month'

const quarter = 15 * 60_000
const dayLength = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()

/** How far `zone` (IANA) is ahead of UTC at an instant, in minutes. */
export function offsetMinutes(zone: string, instant: number): number {
  if (zone === 'UTC') return 0
  // Offsets change on quarter hours only, so one look-up serves the whole quarter.
  const key = `${zone}@${Math.floor(instant / quarter)}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const offset = readOffset(zone, instant)
  offsets.set(key, offset)
  return offset
}

function readOffset(zone: string, instant: number): number {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  formats.set(zone, format)
  const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT'
  const found = /^GMT([+-])(\d\d):(\d\d)/.exec(name)
  if (found === null) return 0
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return found[1] === '-' ? -minutes : minutes
}

/** Start of the hour, day, week (Monday 00:00) or month of `zone` that holds the instant; in UTC milliseconds. */
export function startOfUnit(unit: CalendarUnit, instant: number, zone = 'UTC'): number {
  return fromLocal(localStart(unit, instant + offsetMinutes(zone, instant) * 60_000), zone)
}

/** Start of the unit after the one that starts at `start`. */
export function nextUnit(unit: CalendarUnit, start: number, zone = 'UTC'): number {
  if (unit === 'hour') return start + 3_600_000
  // A day and a half further lies in the next day, whatever the clocks do in between.
  const days = { day: 1.5, week: 7.5, month: 32 }[unit]
  return startOfUnit(unit, start + days * dayLength, zone)
}

function localStart(unit: CalendarUnit, local: number): number {
  if (unit === 'hour') return local - modulo(local, 3_600_000)
  const midnight = local - modulo(local, dayLength)
  if (unit === 'day') return midnight
  const date = new Date(midnight)
  if (unit === 'week') return midnight - ((date.getUTCDay() + 6) % 7) * dayLength
  return midnight - (date.getUTCDate() - 1) * dayLength
}

function fromLocal(local: number, zone: string): number {
  const guess = local - offsetMinutes(zone, local) * 60_000
  return local - offsetMinutes(zone, guess) * 60_000
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}

/** `2019-05-15T15:20:18Z`: how GitHub writes most times. */
export function isoSeconds(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

/** `2019-05-15T17:20:18+02:00`: how it writes a commit's time, in the author's own zone; `Z` in UTC. */
export function isoWithOffset(instant: number, zone: string): string {
  const offset = offsetMinutes(zone, instant)
  if (offset === 0) return isoSeconds(instant)
  const local = new Date(instant + offset * 60_000).toISOString().slice(0, 19)
  const minutes = Math.abs(offset)
  const digits = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${local}${offset < 0 ? '-' : '+'}${digits.join(':')}`
}
