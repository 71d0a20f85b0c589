import type { Random } from './random.ts'
import { offsetMinutes, startOfUnit } from './zone.ts'

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** How likely somebody in `zone` is at work at an instant: 1 in office hours, nearly 0 at night and at weekends. */
export function activity(zone: string, instant: number): number {
  const local = new Date(instant + offsetMinutes(zone, instant) * minute)
  const weekday = local.getUTCDay()
  if (weekday === 0 || weekday === 6) return 0.03
  const quiet = isHoliday(local) ? 0.2 : 1
  return quiet * hourly(local.getUTCHours())
}

function hourly(hourOfDay: number): number {
  if (hourOfDay === 12) return 0.55
  if (hourOfDay >= 9 && hourOfDay < 18) return 1
  if (hourOfDay === 8 || (hourOfDay >= 18 && hourOfDay < 22)) return 0.12
  return 0.01
}

function isHoliday(local: Date): boolean {
  const month = local.getUTCMonth()
  return (month === 11 && local.getUTCDate() >= 24) || (month === 0 && local.getUTCDate() === 1)
}

/** The first whole second, from `from` on, at which somebody in `zone` is at work. */
export function nextWorkingTime(random: Random, zone: string, from: number): number {
  let instant = Math.ceil(from / second) * second
  while (!random.chance(activity(zone, instant))) instant += random.int(900, 3600) * second
  return instant
}

/** Where a share of a period's work is done by an instant: 0 at its start, 1 at its end, flat at night. */
export function workCurve(zones: readonly string[], start: number, end: number): (instant: number) => number {
  const first = startOfUnit('hour', start)
  const sums = [0]
  for (let at = first; at < end; at += hour) {
    const weight = zones.reduce((sum, zone) => sum + activity(zone, at), 0)
    sums.push((sums.at(-1) ?? 0) + weight)
  }
  const total = sums.at(-1) ?? 1
  return (instant) => {
    const position = Math.min(Math.max((instant - first) / hour, 0), sums.length - 1)
    const before = sums[Math.floor(position)] ?? 0
    const after = sums[Math.ceil(position)] ?? before
    return (before + (after - before) * (position % 1)) / total
  }
}
