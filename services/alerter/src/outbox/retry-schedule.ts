const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** Between one attempt and the next, as Svix has it: 27.6 hours in all. The first attempt is made at once. */
const WAITS_MS = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  10 * HOUR_MS,
] as const

/** How long to wait after so many failed attempts; null when there is no further one. */
export function waitAfter(attempts: number): number | null {
  return WAITS_MS[attempts - 1] ?? null
}
