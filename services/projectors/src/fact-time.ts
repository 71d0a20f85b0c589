/** ClickHouse's DateTime ends in 2106; a time outside it would be clamped without a word. */
const FIRST = Date.UTC(1970, 0, 1)
const AFTER_LAST = Date.UTC(2106, 0, 1)

/** Whether a fact's own time can be stored: from 1970 to 2105. */
export function isStorable(time: Date): boolean {
  return time.getTime() >= FIRST && time.getTime() < AFTER_LAST
}

/** Start of the period of `minutes` that holds `time`, in UTC. */
export function periodStart(time: Date, minutes: number): Date {
  const length = minutes * 60_000
  return new Date(Math.floor(time.getTime() / length) * length)
}
